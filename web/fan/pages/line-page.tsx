import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { endArrival, readArrival } from '../line/arrival.rules.js';
import { loadArrival } from '../line/lazy-parts.js';
import { Aside } from '../line/line-aside.js';
import { hasOutlook, LinkPill, Outlook, Standing } from '../line/line-facts.js';
import { useNews, useReveal, useSession } from '../line/line-hooks.js';
import { Stage } from '../line/line-stage.js';
import { inLine, lineView, type LineView } from '../line/line-view.js';
import { useWakeLock } from '../line/wake-lock.js';
import { go } from '../state/navigation.js';
import { isOnServer } from '../state/page-data.js';
import { prefetchPage } from '../state/prefetch.js';
import { salePath } from '../state/route.js';
import { useSale } from '../state/sale.js';
import { useStore } from '../state/store.js';
import { SaleLogo, useAccent } from '../ui/branding.js';
import { useNow } from '../ui/hooks.js';
import { Lazy } from '../ui/lazy.js';
import { RefusalNote } from '../ui/refusal.js';
import { wordsStore } from '../words/index.js';
import { keepForOffline } from '../worker/register.js';
import { Waiting } from './waiting.js';

/** The shop's chunk is prefetched when fewer than this many are ahead. */
const preloadBelowAhead = 50;

/** The screen is kept on when the draw is nearer than this. */
const soonMs = 120_000;
const isSoon = ({ phase, opensAt }: LineView, nowMs: number): boolean =>
  phase === 'drawing' || (phase === 'before' && opensAt !== null && Date.parse(opensAt) - nowMs < soonMs);

function LineRoom({ sale }: { sale: SaleShape }): JSX.Element {
  const words = useStore(wordsStore);
  useAccent(sale);
  const session = useSession(sale.slug);
  const state = useStore(session.state);
  const now = useNow();
  const view = lineView(state, now);
  useNews(view, sale);
  useEffect(() => {
    if (view.phase === 'admitted') go(salePath(sale.slug, 'shop'), 'replace');
  }, [view.phase, sale.slug]);
  const near = view.phase === 'turn' || (view.ahead !== null && view.ahead < preloadBelowAhead);
  useEffect(() => {
    if (near) prefetchPage('shop');
  }, [near]);
  useEffect(() => void keepForOffline(), []);
  const awake = useWakeLock(inLine.has(view.phase) && (near || isSoon(view, now)));
  const revealing = useReveal(view.phase, view.position);
  const inIt = inLine.has(view.phase) || view.phase === 'turn';
  return (
    <div class={`line-page phase-${view.phase}`}>
      <header class="line-head">
        <div>
          <SaleLogo sale={sale} />
          <h1 class="line-show">{sale.show.name}</h1>
          <p class="muted small">
            {formatShortDayAndTime(sale.show.startsAt, words.locale, sale.show.timeZone)} · {sale.show.venue}
          </p>
        </div>
        {(inIt || view.phase === 'loading') && <LinkPill state={state} />}
      </header>
      <div class="line-main">
        {state.snapshot?.stale && state.link !== 'away' && <p class="note-line">{words.line.stale}</p>}
        {state.problem && <RefusalNote trouble={{ kind: 'refused', problem: state.problem }} />}
        <Stage session={session} state={state} view={view} sale={sale} revealing={revealing} />
        {hasOutlook(view, state) && !revealing && <Outlook view={view} />}
        {inLine.has(view.phase) && !revealing && <Standing state={state} view={view} />}
      </div>
      <Aside session={session} state={state} view={view} sale={sale} awake={awake} />
    </div>
  );
}

export function LinePage({ slug }: { slug: string }): JSX.Element {
  const { sale, trouble, reload } = useSale(slug, 'listen');
  const [arrival, setArrival] = useState(() => (isOnServer() ? null : readArrival()));
  if (!sale) return <Waiting trouble={trouble} onRetry={reload} />;
  const onDone = () => {
    endArrival();
    setArrival(null);
  };
  if (arrival) return <Lazy load={loadArrival} props={{ sale, arrival, onDone }} />;
  return <LineRoom key={slug} sale={sale} />;
}
