import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/shapes.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { readNotifyState, unlockSound } from '../line/call-fan.js';
import { takeArrival } from '../line/arrival.rules.js';
import { LineSession, type LineSessionState } from '../line/line-session.js';
import { lineView, type LineView, type Phase } from '../line/line-view.js';
import {
  BeforeStage,
  DoorStage,
  DrawingStage,
  OutlineStage,
  RevealStage,
  StatementStage,
  WaitingStage,
} from '../line/stages.js';
import { useWakeLock } from '../line/wake-lock.js';
import { TurnPanel } from '../line/turn-panel.js';
import { loadActions, loadArrival, loadProof, loadStay } from '../line/lazy-parts.js';
import { prefetchPage } from '../state/prefetch.js';
import { follow, go } from '../state/navigation.js';
import { isOnServer, readPageData } from '../state/page-data.js';
import { salePath } from '../state/route.js';
import { useSale } from '../state/sale.js';
import { useStore } from '../state/store.js';
import { say, sayNow } from '../ui/announcer.js';
import { SaleLogo, useAccent } from '../ui/branding.js';
import { PriceList } from '../ui/facts.js';
import { Lazy } from '../ui/lazy.js';
import { NoticeNote } from '../ui/sale-banner.js';
import { prefersStillness, useNow, useTitle } from '../ui/hooks.js';
import { Icon } from '../ui/icons.js';
import { mayPass, RefusalNote, type Trouble } from '../ui/refusal.js';
import { wordsStore } from '../words/index.js';
import { chancePhrase, waitPhrase } from '../../../src/words/phrases.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { keepForOffline } from '../worker/register.js';
import { Waiting } from './waiting.js';

const revealMs = 2_600;
/** The shop's chunk is prefetched when fewer than this many are ahead. */
const preloadBelowAhead = 50;

function useSession(slug: string): LineSession {
  const session = useMemo(
    () => new LineSession(slug, readPageData().slug === slug ? readPageData().snapshot : undefined),
    [slug],
  );
  useEffect(() => {
    session.start();
    document.addEventListener('pointerdown', unlockSound);
    document.addEventListener('keydown', unlockSound);
    return () => {
      session.stop();
      document.removeEventListener('pointerdown', unlockSound);
      document.removeEventListener('keydown', unlockSound);
    };
  }, [session]);
  return session;
}

/** True during the two-second reveal after the draw, if the page was open when it happened. */
function useReveal(phase: Phase, position: number | null): boolean {
  const sawBefore = useRef(false);
  const [revealing, setRevealing] = useState(false);
  if (phase === 'before' || phase === 'drawing') sawBefore.current = true;
  useLayoutEffect(() => {
    if (!sawBefore.current || position === null) return;
    sawBefore.current = false;
    setRevealing(true);
    const timer = setTimeout(() => setRevealing(false), prefersStillness() ? revealMs / 2 : revealMs);
    return () => clearTimeout(timer);
  }, [position]);
  return revealing && phase === 'waiting';
}

function LinkPill({ state }: { state: LineSessionState }): JSX.Element {
  const words = useStore(wordsStore);
  const link = state.link;
  return (
    <p class={`link-pill link-${link}`} role="status">
      {link === 'away' ? <Icon name="away" size={16} /> : <span class="link-dot" />}
      {words.line.link[link]}
    </p>
  );
}

function Outlook({ view }: { view: LineView }): JSX.Element {
  const words = useStore(wordsStore);
  const chance = chancePhrase(view.chance, words);
  return (
    <dl class="outlook">
      <div>
        <dt>{words.line.wait}</dt>
        <dd>{waitPhrase(view.wait, words)}</dd>
      </div>
      <div>
        <dt>{words.line.chance}</dt>
        <dd>
          {chance ? chance.word : words.line.chanceUnknown}
          {chance && <span class="outlook-range">{chance.range}</span>}
        </dd>
      </div>
    </dl>
  );
}

/** The fan's result of the draw with the entry number it came from, to quote to support. */
function Standing({ state, view }: { state: LineSessionState; view: LineView }): JSX.Element | null {
  const words = useStore(wordsStore);
  if (view.position === null || !state.joined) return null;
  return (
    <p class="standing muted small">
      {words.line.position(view.position, Math.max(view.arrivals ?? 0, view.position))} ·{' '}
      {words.line.entry(state.joined.number)}
    </p>
  );
}

/** The outlook belongs to a place after the draw; on the server its room is kept while a line is called. */
const hasOutlook = ({ phase, ahead }: LineView, { unread, snapshot }: LineSessionState): boolean =>
  unread ? snapshot?.state === 'on_sale' : phase === 'waiting' && ahead !== null;

/** The screen is kept on when the draw is nearer than this. */
const soonMs = 120_000;
const isSoon = ({ phase, opensAt }: LineView, nowMs: number): boolean =>
  phase === 'drawing' || (phase === 'before' && opensAt !== null && Date.parse(opensAt) - nowMs < soonMs);

interface StageArea {
  session: LineSession;
  state: LineSessionState;
  view: LineView;
  sale: SaleShape;
}

function JoinAgain({
  session,
  sale,
  lane,
}: Pick<StageArea, 'session' | 'sale'> & { lane: string | undefined }): JSX.Element {
  const words = useStore(wordsStore);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const join = async (): Promise<void> => {
    setTrouble(null);
    const answer = await session.join({ lane });
    if (answer.kind === 'ok') return;
    if (mayPass(answer)) setTrouble(answer);
    // the sale page has the fields for what is required: a code, an e-mail address
    else go(salePath(sale.slug));
  };
  return (
    <>
      {trouble && <RefusalNote trouble={trouble} onRetry={() => void join()} />}
      <button type="button" class="button button-main" onClick={() => void join()}>
        {words.line.again}
      </button>
    </>
  );
}

function Stage({ session, state, view, sale, revealing }: StageArea & { revealing: boolean }): JSX.Element | null {
  const words = useStore(wordsStore);
  const number = state.joined?.number ?? null;
  const common = { view, sale, number };
  const again = <JoinAgain session={session} sale={sale} lane={state.joined?.lane ?? sale.lanes[0]?.key} />;
  // the sale page asks for codes, lanes and addresses
  const toSale = (
    <a class="button button-main" {...follow(salePath(sale.slug))}>
      {words.sale.take}
    </a>
  );
  const open = sale.state !== 'closed' && sale.state !== 'scheduled';
  switch (view.phase) {
    case 'loading':
      return state.unread && state.snapshot ? (
        <OutlineStage view={view} sale={sale} snapshot={state.snapshot} />
      ) : (
        <p class="muted">{words.common.loading}</p>
      );
    case 'before':
      return <BeforeStage {...common} />;
    case 'drawing':
      return <DrawingStage {...common} />;
    case 'waiting':
      if (revealing) return <RevealStage {...common} drawn={state.check?.arithmetic.drawn ?? 1} />;
      return <WaitingStage {...common} startAhead={state.startAhead} />;
    case 'atDoor':
    case 'lapsed':
      return <DoorStage {...common} insisting={state.claim !== 'idle'} onHere={() => void session.claim()} />;
    case 'turn':
      return (
        <TurnPanel
          view={view}
          asking={state.claim === 'asking'}
          showName={sale.show.name}
          path={salePath(sale.slug, 'line')}
          onClaim={() => void session.claim()}
        />
      );
    case 'deferred':
      return (
        <StatementStage
          kind="deferred"
          title={words.line.deferred(formatTimeOfDay(view.deferredUntil ?? '', words.locale))}
          text={words.line.deferredText}
        />
      );
    case 'admitted':
      return (
        <StatementStage
          kind="done"
          title={words.line.admittedTitle}
          text={words.line.admittedText}
          action={
            <a class="button button-main" href={salePath(sale.slug, 'shop')}>
              {words.line.admittedButton}
            </a>
          }
        />
      );
    case 'paused':
      return (
        <>
          <StatementStage kind="paused" title={words.line.pausedTitle} text={words.line.pausedText} />
          {view.ahead !== null && <WaitingStage {...common} startAhead={state.startAhead} />}
        </>
      );
    case 'soldOut':
      return <StatementStage kind="soldOut" title={words.line.soldOutTitle} text={words.line.soldOutText} />;
    case 'closed':
      return <StatementStage kind="closed" title={words.line.closedTitle} text={words.line.closedText} />;
    case 'expired':
      return (
        <StatementStage
          kind="expired"
          title={words.line.expiredTitle}
          text={words.line.expiredText}
          action={open ? again : null}
        />
      );
    case 'left':
      return (
        <StatementStage
          kind="left"
          title={words.line.leftTitle}
          text={words.line.leftText}
          action={open ? again : null}
        />
      );
    case 'done':
      return (
        <StatementStage
          kind="done"
          title={words.line.doneTitle}
          text={words.line.doneText}
          action={open ? again : null}
        />
      );
    case 'noPlace':
      return (
        <StatementStage
          kind="noPlace"
          title={words.line.noPlaceTitle}
          text={words.line.noPlaceText}
          action={open ? toSale : null}
        />
      );
  }
}

/** Phases in which the fan is still in the line. */
const inLine = new Set<Phase>(['before', 'drawing', 'waiting', 'atDoor', 'lapsed', 'deferred', 'paused', 'soldOut']);

function Aside({ session, state, view, sale, awake }: StageArea & { awake: boolean }): JSX.Element {
  const words = useStore(wordsStore);
  const notice = state.snapshot?.notice;
  return (
    <aside class="line-aside">
      <NoticeNote notice={notice ?? null} place="line" />
      {sale.state !== 'closed' && (
        <section class="card">
          <h2>{view.phase === 'before' ? words.sale.prices : words.line.left}</h2>
          <PriceList sale={sale} snapshot={view.phase === 'before' ? null : state.snapshot} />
        </section>
      )}
      {state.check && inLine.has(view.phase) && (
        <Lazy load={loadProof} props={{ check: state.check, slug: sale.slug }} />
      )}
      {inLine.has(view.phase) && <Lazy load={loadStay} props={{ sale, awake }} />}
      {inLine.has(view.phase) && (
        <Lazy
          load={loadActions}
          props={{
            session,
            slug: sale.slug,
            canDefer: view.phase === 'waiting' || view.phase === 'atDoor',
            canGroup: view.phase === 'before',
          }}
        />
      )}
    </aside>
  );
}

function useNews(view: LineView, sale: SaleShape): void {
  const words = useStore(wordsStore);
  const { phase, ahead, position } = view;
  const title =
    phase === 'turn'
      ? words.line.titleTurn
      : phase === 'waiting' && ahead !== null
        ? words.line.titleAhead(ahead)
        : words.saleState[sale.state];
  useTitle([title, sale.show.name].filter((part) => part !== '').join(' · '));
  const wait = waitPhrase(view.wait, words);
  const drawn = useRef(position);
  useEffect(() => {
    if (position !== null && drawn.current === null) sayNow(words.line.sayPosition(position));
    drawn.current = position;
  }, [position, words]);
  useEffect(() => {
    if (phase === 'waiting' && ahead !== null) say(words.line.say(ahead, wait));
  }, [phase, ahead, wait, words]);
}

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
  useEffect(() => void keepForOffline().then(readNotifyState), []);
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
  const [arrival, setArrival] = useState(() => (isOnServer() ? null : takeArrival()));
  if (!sale) return <Waiting trouble={trouble} onRetry={reload} />;
  if (arrival) return <Lazy load={loadArrival} props={{ slug, arrival, onDone: () => setArrival(null) }} />;
  return <LineRoom key={slug} sale={sale} />;
}
