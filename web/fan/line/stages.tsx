import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { styled } from '../state/page-data.js';
import { useStore } from '../state/store.js';
import { useSaid } from '../ui/announce.js';
import { Countdown } from '../ui/countdown.js';
import { focused, prefersStillness } from '../ui/hooks.js';
import { Icon } from '../ui/icons.js';
import { CrowdRope, NamedRope } from '../ui/rope.js';
import { wordsStore } from '../words/index.js';
import { ropeProgress, type LineView } from './line-view.js';
import { useRolling } from './rolling.js';

interface StageProps {
  view: LineView;
  sale: SaleShape;
  number: number | null;
}

/** Upper bound of font size × number of digits, in vw. */
const widestNumber = 150;

/** The page's main number. Long numbers are set smaller, to fit one line on the narrowest phone. */
function BigNumber({ value, hidden }: { value: string; hidden?: boolean }): JSX.Element {
  const fontSize = `min(var(--size-number), ${(widestNumber / value.length).toFixed(1)}vw)`;
  return (
    <p class={hidden ? 'big-number big-number-hidden' : 'big-number'} style={styled({ fontSize })}>
      {value}
    </p>
  );
}

/** Interval of the crowd's shuffle animation during the draw. */
const shuffleMs = 300;

function useShuffle(running: boolean): number {
  const [seed, setSeed] = useState(1);
  useEffect(() => {
    if (!running || prefersStillness()) return;
    const timer = setInterval(() => setSeed((before) => before + 1), shuffleMs);
    return () => clearInterval(timer);
  }, [running]);
  return seed;
}

export function BeforeStage({ view, sale, number }: StageProps): JSX.Element {
  const words = useStore(wordsStore);
  const people = view.arrivals ?? 0;
  const back = words.line.beBack(formatTimeOfDay(view.opensAt ?? sale.opensAt, words.locale));
  useSaid(number === null ? '' : `${words.line.beforeText} ${back} ${words.line.entry(number)}`);
  return (
    <>
      <p class="stage-label">
        {words.line.beforeTitle}{' '}
        <time dateTime={view.opensAt ?? ''}>{formatTimeOfDay(view.opensAt ?? sale.opensAt, words.locale)}</time>
      </p>
      <Countdown until={view.opensAt ?? sale.opensAt} big />
      <p class={number === null ? 'lead stage-text not-yet' : 'lead stage-text'}>
        {words.line.beforeText} {back}
      </p>
      <CrowdRope seed={1} people={people} you={null} />
      <p class="stage-facts">
        <span>
          <Icon name="people" /> {words.line.here(people)}
        </span>
        {number !== null && (
          <span>
            <Icon name="ticket" /> {words.line.entry(number)}
          </span>
        )}
      </p>
      <p class="muted small">{words.line.entryHint}</p>
      <section class="card ready">
        <h2>{words.line.ready}</h2>
        <ul>
          <li>
            <Icon name="card" /> {words.line.readyCard}
          </li>
          <li>
            <Icon name="people" /> {words.line.readyWho}
          </li>
          <li>
            <Icon name="mail" /> {words.line.readyMail}
          </li>
        </ul>
      </section>
    </>
  );
}

/** What is the same for everybody in line; the fan's own part has its room but is not shown before it is known. */
export function OutlineStage({
  view,
  sale,
  snapshot,
}: Omit<StageProps, 'number'> & { snapshot: Snapshot }): JSX.Element {
  const words = useStore(wordsStore);
  if (snapshot.state === 'scheduled' || snapshot.state === 'prequeue') {
    const arrivals = snapshot.lanes[sale.lanes[0]?.key ?? '']?.arrivals ?? 0;
    return <BeforeStage view={{ ...view, arrivals }} sale={sale} number={null} />;
  }
  return (
    <>
      <div class="not-yet" aria-hidden="true">
        <BigNumber value="000" />
        <p class="stage-label stage-label-under">{words.line.aheadAtMost(2)}</p>
      </div>
      <NamedRope progress={0} you={words.line.you} door={words.line.door} />
    </>
  );
}

export function DrawingStage({ view }: StageProps): JSX.Element {
  const words = useStore(wordsStore);
  const seed = useShuffle(true);
  return (
    <>
      <p class="stage-label">{words.line.drawingTitle}</p>
      <CrowdRope seed={seed} people={view.arrivals ?? 0} you={null} />
      <p class="lead stage-text">{view.awaitsBeacon ? words.line.beaconText : words.line.drawingText}</p>
    </>
  );
}

/** Plays the two-second reveal: the crowd settles and the fan's own place appears on the rope. */
export function RevealStage({ view, drawn }: StageProps & { drawn: number }): JSX.Element {
  const words = useStore(wordsStore);
  const [settled, setSettled] = useState(prefersStillness());
  const seed = useShuffle(!settled);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), 900);
    return () => clearTimeout(timer);
  }, []);
  const position = view.position ?? 1;
  return (
    <>
      <p class="stage-label">{words.line.revealTitle}</p>
      <BigNumber value={words.count(position)} hidden={!settled} />
      <CrowdRope
        seed={settled ? 1 : seed}
        people={view.arrivals ?? 0}
        you={settled ? 1 - position / Math.max(1, drawn) : null}
      />
      <p class={settled ? 'lead stage-text' : 'lead stage-text big-number-hidden'}>
        {words.line.position(position, Math.max(drawn, position))}
      </p>
    </>
  );
}

export function WaitingStage({ view, startAhead }: StageProps & { startAhead: number | null }): JSX.Element {
  const words = useStore(wordsStore);
  const ahead = view.ahead ?? 0;
  const shown = useRolling(ahead);
  return (
    <>
      {ahead === 0 ? (
        <p class="big-words">{words.line.nobodyAhead}</p>
      ) : (
        <>
          <BigNumber value={words.count(shown)} />
          <p class="stage-label stage-label-under">{words.line.aheadAtMost(ahead)}</p>
        </>
      )}
      <NamedRope progress={ropeProgress(ahead, startAhead ?? ahead)} you={words.line.you} door={words.line.door} />
    </>
  );
}

export function DoorStage({
  view,
  insisting,
  onHere,
}: StageProps & { insisting: boolean; onHere: () => void }): JSX.Element {
  const words = useStore(wordsStore);
  const lapsed = view.phase === 'lapsed';
  const kept = view.keptUntil && formatTimeOfDay(view.keptUntil, words.locale);
  const text = lapsed ? (kept ? words.line.lapsedText(kept) : words.line.lapsedTextOpen) : words.line.atDoorText;
  const title = lapsed ? words.line.lapsedTitle : words.line.atDoorTitle;
  // not with every minute by which the place is kept for longer
  useSaid(insisting ? words.line.insistingText : `${title}. ${text}`, insisting || title);
  return (
    <>
      <h2 class="big-words">{title}</h2>
      <NamedRope progress={0.94} you={words.line.you} door={words.line.door} />
      <p class="lead stage-text">{insisting ? words.line.insistingText : text}</p>
      {insisting ? (
        <p class="busy-line" tabIndex={-1} ref={focused}>
          <Icon name="check" /> {words.line.here2}
        </p>
      ) : (
        <>
          <button type="button" class="button button-main" onClick={onHere}>
            {words.line.here2}
          </button>
          {!lapsed && <p class="muted small">{words.line.atDoorAway}</p>}
        </>
      )}
    </>
  );
}

const statementIcon = {
  paused: 'pause',
  soldOut: 'ticket',
  closed: 'lock',
  expired: 'clock',
  left: 'forward',
  done: 'check',
  deferred: 'clock',
  noPlace: 'info',
} as const;

/** Phases without interaction beyond one optional action: title, text, button. */
export function StatementStage(props: {
  kind: keyof typeof statementIcon;
  title: string;
  text: string;
  action?: JSX.Element | null;
}): JSX.Element {
  const { title, text } = props;
  useSaid(`${title}. ${text}`);
  return (
    <div class="statement">
      <span class="statement-icon">
        <Icon name={statementIcon[props.kind]} size={28} />
      </span>
      <h2 class="big-words">{title}</h2>
      <p class="lead stage-text">{text}</p>
      {props.action}
    </div>
  );
}
