import { Component, type ComponentChildren, type JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { loadHome, loadLine, loadOrder, loadSale, loadShop, loadVerify } from './lazy-pages.js';
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

/** A fault of ours must not leave an empty page to somebody who has waited for an hour. */
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

/** Another page without a reload: the keyboard and the screen reader go on at its heading. */
function useFocusOfPage(route: Route): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) return void (first.current = false);
    // after the page itself has taken the focus, if it wants it elsewhere
    const timer = setTimeout(() => {
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      const heading = document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main');
      heading?.setAttribute('tabindex', '-1');
      heading?.focus({ preventScroll: true });
    }, focusAfterMs);
    return () => clearTimeout(timer);
  }, [route]);
}

/** Pages from files of their own are there by then. */
const focusAfterMs = 300;

export function App(): JSX.Element {
  const route = useStore(routeStore);
  useFocusOfPage(route);
  return (
    <Shell demo={readPageData().demo ?? false}>
      <Guard key={JSON.stringify(route)}>
        <Page route={route} />
      </Guard>
    </Shell>
  );
}
