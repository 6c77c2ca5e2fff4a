import { Component, type ComponentChildren, type JSX } from 'preact';
import { loadOrder, loadPreview, loadShop, loadVerify } from './lazy-pages.js';
import { HomePage } from './pages/home-page.js';
import { LinePage } from './pages/line-page.js';
import { SalePage } from './pages/sale-page.js';
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
      return <HomePage />;
    case 'sale':
      return <SalePage slug={route.slug} />;
    case 'line':
      return <LinePage slug={route.slug} />;
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

export function App(): JSX.Element {
  const route = useStore(routeStore);
  const { page, demo = false } = readPageData();
  if (page === 'preview') return <Lazy load={loadPreview} props={{}} />;
  return (
    <Shell demo={demo}>
      <Guard key={JSON.stringify(route)}>
        <Page route={route} />
      </Guard>
    </Shell>
  );
}
