import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { AttentionPage } from './attention/attention-page.jsx';
import { ControlPage } from './control/control-page.jsx';
import { LogPage } from './log/log-page.jsx';
import { whenUnknown } from './net/api.js';
import { OrdersPage } from './orders/orders-page.jsx';
import { Portal } from './portal/portal.jsx';
import { PartnersPage } from './partners/partners-page.jsx';
import { EditSalePage, NewSalePage } from './sales/new-sale-page.jsx';
import { SalesPage } from './sales/sales-page.jsx';
import { SeatMapsPage } from './seat-maps/seat-maps-page.jsx';
import { useSession } from './session/session.js';
import { SessionGate } from './session/session-gate.jsx';
import { usePath } from './ui/router.jsx';
import { Shell } from './ui/shell.jsx';
import { theme } from './ui/theme.js';
import { WebhooksPage } from './webhooks/webhooks-page.jsx';

const client = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 1_000 }, mutations: { retry: false } },
});
// nobody knows whether a change was made: everything on the page is read again
whenUnknown(() => void client.invalidateQueries());

export function App() {
  return (
    // the variables come from styles/mantine.css: the page's policy takes no style element made by a script
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={client}>
        {location.pathname.startsWith('/partner') ? (
          <Portal />
        ) : (
          <SessionGate>
            <Shell>
              <Page />
            </Shell>
          </SessionGate>
        )}
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Page() {
  const path = usePath();
  const { mayChange } = useSession();
  const edited = /^\/admin\/sales\/([\w-]+)\/edit$/.exec(path)?.[1];
  if (edited !== undefined) return <EditSalePage key={edited} saleId={edited} />;
  const saleId = /^\/admin\/sales\/([\w-]+)$/.exec(path)?.[1];
  if (saleId !== undefined) return <ControlPage key={saleId} saleId={saleId} />;
  switch (path) {
    case '/admin':
      return <SalesPage />;
    case '/admin/new':
      return <NewSalePage />;
    case '/admin/seat-maps':
      return <SeatMapsPage />;
    case '/admin/orders':
      return <OrdersPage />;
    case '/admin/attention':
      return <AttentionPage />;
    case '/admin/partners':
      return <PartnersPage />;
    case '/admin/webhooks':
      return <WebhooksPage mayChange={mayChange} />;
    case '/admin/log':
      return <LogPage />;
    default:
      return (
        <section className="page">
          <h1>There is nothing here</h1>
          <p>The address may be old. Choose a page above.</p>
        </section>
      );
  }
}
