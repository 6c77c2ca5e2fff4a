import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { AccountPage } from './account/account-page.jsx';
import { ApprovalsPage } from './approvals/approvals-page.jsx';
import { RehearsalPage } from './rehearsal/rehearsal-page.jsx';
import { RebuildsPage } from './rebuilds/rebuilds.jsx';
import { ReportPage } from './report/report-page.jsx';
import { AttentionPage } from './attention/attention-page.jsx';
import { ControlPage } from './control/control-page.jsx';
import { LogPage } from './log/log-page.jsx';
import { whenUnknown } from './net/api.js';
import { MessagesPage } from './messages/messages-page.jsx';
import { OrderPage } from './orders/order-page.jsx';
import { OrdersPage } from './orders/orders-page.jsx';
import { Portal } from './portal/portal.jsx';
import { PartnersPage } from './partners/partners-page.jsx';
import { PrivacyPage } from './privacy/privacy-page.jsx';
import { ChannelsPage } from './sales/channels/channels-page.jsx';
import { CodesPage } from './sales/codes/codes-page.jsx';
import { NewSalePage } from './sales/setup/new-sale-page.jsx';
import { SalesPage } from './sales/sales-page.jsx';
import { SetupPage } from './sales/setup/setup-page.jsx';
import { ScanPage } from './scan/scan-page.jsx';
import { EDITOR_PATH, EditorPage } from './seat-maps/editor/editor-page.jsx';
import { SeatMapsPage } from './seat-maps/seat-maps-page.jsx';
import { useSession } from './session/session.js';
import { SessionGate } from './session/session-gate.jsx';
import { TeamPage } from './team/team-page.jsx';
import { usePath } from './ui/router.jsx';
import { Shell } from './ui/shell.jsx';
import { theme } from './ui/theme.js';
import { WebhooksPage } from './webhooks/webhooks-page.jsx';

const client = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 1_000 }, mutations: { retry: false } },
});
// the outcome of a change is unknown: all data on the page is refetched
whenUnknown(() => void client.invalidateQueries());

export function App() {
  return (
    // the variables come from styles/mantine.css: the page's CSP forbids style elements created by scripts
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
  const { member, mayChange, twoFactor } = useSession();
  // every other call is refused until a second factor is enrolled
  if (twoFactor === 'needed') return <AccountPage />;
  // members with the scanner role see only the scan page
  if (member.role === 'scanner' || path === '/admin/scan') return <ScanPage />;
  const [, saleId, page] = /^\/admin\/sales\/([\w-]+)(?:\/(\w+))?$/.exec(path) ?? [];
  if (saleId !== undefined) return <PageOfSale key={`${saleId} ${page}`} saleId={saleId} page={page} />;
  const orderId = /^\/admin\/orders\/([\w-]+)$/.exec(path)?.[1];
  if (orderId !== undefined) return <OrderPage key={orderId} orderId={orderId} />;
  if (path.startsWith(EDITOR_PATH)) return <EditorPage key={path} path={path} />;
  switch (path) {
    case '/admin':
      return <SalesPage />;
    case '/admin/new':
      return <NewSalePage />;
    case '/admin/seat-maps':
      return <SeatMapsPage />;
    case '/admin/orders':
      return <OrdersPage />;
    case '/admin/privacy':
      return <PrivacyPage />;
    case '/admin/attention':
      return <AttentionPage />;
    case '/admin/partners':
      return <PartnersPage />;
    case '/admin/webhooks':
      return <WebhooksPage mayChange={mayChange} />;
    case '/admin/approvals':
      return <ApprovalsPage />;
    case '/admin/team':
      return <TeamPage />;
    case '/admin/account':
      return <AccountPage />;
    case '/admin/log':
      return <LogPage />;
    default:
      return <NothingHere />;
  }
}

function PageOfSale({ saleId, page }: { saleId: string; page: string | undefined }) {
  switch (page) {
    case undefined:
      return <ControlPage saleId={saleId} />;
    case 'edit':
      return <SetupPage saleId={saleId} />;
    case 'codes':
      return <CodesPage saleId={saleId} />;
    case 'channels':
      return <ChannelsPage saleId={saleId} />;
    case 'messages':
      return <MessagesPage saleId={saleId} />;
    case 'rehearsal':
      return <RehearsalPage saleId={saleId} />;
    case 'report':
      return <ReportPage saleId={saleId} />;
    case 'rebuilds':
      return <RebuildsPage saleId={saleId} />;
    default:
      return <NothingHere />;
  }
}

const NothingHere = () => (
  <section className="page">
    <h1>There is nothing here</h1>
    <p>The address may be old. Choose a page above.</p>
  </section>
);
