import { Component, type ComponentChildren, type JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { loadHome, loadLine, loadOrder, loadPreview, loadSale, loadShop, loadVerify } from './lazy-pages.js';
import { MissingPage } from './pages/waiting.js';
import { routeStore } from './state/navigation.js';
import { readPageData } from './state/page-data.js';
import type { Route } from './state/route.js';
import { useStore } from './state/store.js';
import { Lazy } from './ui/lazy.js';
import { Shell } from './ui/shell.js';
import { wordsStore } from './words/index.js';

function Page({ route }: { route: Route }): JSX.Element {
  switch (route.page) {
    case 'home':
      return <Lazy load={loadHome} props={{}} />;
    case 'sale':
      return <Lazy load={loadSale} props={{ slug: route.slug }} />;
    case 'line':
      return <Lazy load={loadLine} props={{ slug: route.slug }} />;
    case 'shop':
      return <Lazy load={loadShop} props={{ slug: route.slug }} />;
    case 'order':
      return <Lazy load={loadOrder} props={{ id: route.id }} />;
    case 'verify':
      return <Lazy load={loadVerify} props={{}} />;
    case 'missing':
      return <MissingPage />;
  }
}

/** Renders a fallback instead of an empty page when a component throws. */
class Guard extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ComponentChildren {
    if (!this.state.broken) return this.props.children;
    const { title, text, action } = wordsStore.get().common.broken;
    return (
      <div class="page page-narrow">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {action}
        </button>
      </div>
    );
  }
}

/** Moves focus to the new page's heading after client-side navigation, for keyboard and screen-reader users. */
function useFocusOfPage(route: Route): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) return void (first.current = false);
    // deferred so that a page that focuses another element itself wins
    const timer = setInterval(() => {
      const heading = document.querySelector<HTMLElement>('main h1');
      // a page that is still loading has none yet
      if (!heading) return;
      clearInterval(timer);
      if (document.activeElement !== document.body) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }, focusAfterMs);
    return () => clearInterval(timer);
  }, [route]);
}

/** Long enough for most pages to render. */
const focusAfterMs = 300;

export function App(): JSX.Element {
  const route = useStore(routeStore);
  const { page, demo = false } = readPageData();
  useFocusOfPage(route);
  if (page === 'preview') return <Lazy load={loadPreview} props={{}} />;
  return (
    <Shell demo={demo}>
      <Guard key={JSON.stringify(route)}>
        <Page route={route} />
      </Guard>
    </Shell>
  );
}
