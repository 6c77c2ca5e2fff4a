import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { laneToName, offeredLanes } from '../../../src/contract/sale/lanes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { formatPriceRange } from '../../../src/contract/money/money.js';
import { calendarFile } from '../../shared/format/calendar.js';
import { formatShortDayAndTime, formatTimeOfDay } from '../../shared/format/time.js';
import { takeIdentity } from '../line/arrival.rules.js';
import { unlockSound } from '../line/call-fan.js';
import { loadCardStep, loadEmailStep } from '../line/proof-steps.js';
import { prefetchPage } from '../state/prefetch.js';
import { takePlace } from '../line/take-place.js';
import { identityBox, placeBox } from '../state/boxes.js';
import { sayNow } from '../ui/announce.js';
import { go } from '../state/navigation.js';
import { isOnServer } from '../state/page-data.js';
import { salePath } from '../state/route.js';
import { stateShown, useSale } from '../state/sale.js';
import { saleNews } from '../state/sale-news.js';
import { serverClock } from '../state/server-clock.js';
import { useStore } from '../state/store.js';
import { Lazy } from '../ui/lazy.js';
import { Countdown } from '../ui/countdown.js';
import { PriceList, ShowFacts } from '../ui/facts.js';
import { useNow, useTitle } from '../ui/hooks.js';
import { Icon } from '../ui/icons.js';
import { SaleLogo, SalePicture, useAccent } from '../ui/branding.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { NoticeNote, StoppedNote } from '../ui/sale-banner.js';
import { saveFile } from '../ui/save-file.js';
import { wordsStore } from '../words/index.js';
import { SaleChanges } from './sale-changes.js';
import { Waiting } from './waiting.js';
import '../styles/pictures.css';

/** Openings nearer than this show a countdown; earlier ones show a date. */
const countdownFromMs = 24 * 3_600_000;

function NextMoment({ sale }: { sale: SaleShape }): JSX.Element | null {
  const words = useStore(wordsStore);
  const now = useNow();
  const next = sale.state === 'scheduled' ? sale.prequeueAt : sale.state === 'prequeue' ? sale.opensAt : null;
  if (next === null || Date.parse(next) - now > countdownFromMs || Date.parse(next) <= now) return null;
  return (
    <div class="next-moment">
      <p>{sale.state === 'scheduled' ? words.sale.roomOpensIn : words.sale.drawIn}</p>
      <Countdown until={next} />
    </div>
  );
}

function HowItWorks({ sale, drawn }: { sale: SaleShape; drawn: boolean }): JSX.Element {
  const words = useStore(wordsStore);
  const before = sale.state === 'scheduled' || sale.state === 'prequeue';
  const today = Date.parse(sale.opensAt) - serverClock.now() < countdownFromMs;
  const time = today ? formatTimeOfDay(sale.opensAt, words.locale) : formatShortDayAndTime(sale.opensAt, words.locale);
  return (
    <section class="how">
      <h2>{words.sale.how}</h2>
      <ol>
        <li>{before ? words.sale.opening(time) : words.sale.openingOver}</li>
        <li>{words.sale.called(sale.turn.answerSeconds, sale.turn.keptMinutes)}</li>
        {(before || drawn) && <li>{words.sale.checked}</li>}
      </ol>
    </section>
  );
}

/** Offers the waiting room's opening as a calendar file with a reminder. */
function CalendarButton({ sale }: { sale: SaleShape }): JSX.Element {
  const words = useStore(wordsStore);
  const save = () => {
    const moment = {
      uid: `${sale.id}@ropeline`,
      title: words.sale.calendarTitle(sale.show.name),
      startsAt: sale.prequeueAt,
      endsAt: sale.opensAt,
      url: location.origin + salePath(sale.slug),
    };
    saveFile(`${sale.slug}.ics`, 'text/calendar', calendarFile(moment, serverClock.now()));
  };
  return (
    <button type="button" class="button" onClick={save}>
      <Icon name="calendar" /> {words.sale.calendar}
    </button>
  );
}

interface Choice {
  lane: string | undefined;
  code: string;
}

function LaneChoice({
  sale,
  choice,
  onChoose,
}: {
  sale: SaleShape;
  choice: Choice;
  onChoose: (choice: Choice) => void;
}): JSX.Element | null {
  const words = useStore(wordsStore);
  const lanes = offeredLanes(sale.lanes);
  if (lanes.length < 2 && sale.lanes.every(({ access }) => access === 'open')) return null;
  const chosen = lanes.find((lane) => lane.key === choice.lane) ?? lanes[0];
  // a code may also lead to a lane that is not listed
  const mayHaveCode = sale.lanes.some(({ access }) => access === 'invite');
  return (
    <fieldset class="choices">
      {lanes.length > 1 && <legend>{words.sale.chooseLane}</legend>}
      {lanes.length > 1 &&
        lanes.map((lane) => (
          <label key={lane.key} class="choice">
            <input
              type="radio"
              name="lane"
              checked={lane.key === chosen?.key}
              onChange={() => onChoose({ ...choice, lane: lane.key })}
            />
            <span>{lane.label}</span>
          </label>
        ))}
      {(mayHaveCode || chosen?.access !== 'open') && (
        <label class="field">
          <span>{chosen?.access === 'open' ? words.sale.accessCodeIfAny : words.sale.accessCode}</span>
          <input
            value={choice.code}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => onChoose({ ...choice, code: event.currentTarget.value })}
          />
        </label>
      )}
    </fieldset>
  );
}

/** A fan proves who they are on this page, or comes signed in from the promoter's own site. */
function isProved(slug: string): boolean {
  if (isOnServer()) return false;
  const brought = takeIdentity();
  if (brought !== null) identityBox.set(slug, brought);
  return identityBox.get(slug) !== null;
}

const joinable = new Set(['prequeue', 'on_sale', 'paused', 'sold_out']);

function TakePlace({ sale }: { sale: SaleShape }): JSX.Element | null {
  const words = useStore(wordsStore);
  const [choice, setChoice] = useState<Choice>({ lane: undefined, code: '' });
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [work, setWork] = useState<number | null>(null);
  const [proved, setProved] = useState(() => isProved(sale.slug));
  const main = useRef<HTMLButtonElement>(null);
  const prove = () => {
    setProved(true);
    // the form with the focus goes away
    requestAnimationFrame(() => main.current?.focus());
  };
  const mine = placeBox.get(sale.slug);
  const tellWork = (share: number) => {
    if (share === 0) sayNow(words.sale.working);
    setWork(share);
  };
  const linePath = salePath(sale.slug, 'line');
  // the fan reads this page first, so the next chunk is loaded before the press
  useEffect(() => prefetchPage('line'), []);

  const take = async () => {
    unlockSound();
    if (mine) return go(linePath);
    setBusy(true);
    setTrouble(null);
    const code = choice.code.trim();
    const lane = laneToName(sale.lanes, choice.lane ?? offeredLanes(sale.lanes)[0]?.key, code);
    const answer = await takePlace(sale.slug, { lane, accessCode: code || undefined }, null, tellWork);
    setWork(null);
    setBusy(false);
    if (answer.kind === 'ok') return go(linePath);
    if (answer.kind === 'refused' && answer.problem.code === 'IDENTITY_REQUIRED') {
      // the proof has expired, or is for another sale
      identityBox.clear(sale.slug);
      setProved(false);
    }
    setTrouble(answer);
  };

  if (sale.state === 'closed') return sale.show.canceledAt ? null : <p class="lead">{words.sale.closed}</p>;
  if (!mine && !joinable.has(sale.state)) {
    return (
      <>
        <p class="lead">{words.sale.notYet(formatShortDayAndTime(sale.prequeueAt, words.locale))}</p>
        <CalendarButton sale={sale} />
      </>
    );
  }
  return (
    <>
      {!mine && sale.entry === 'email' && !proved && (
        <Lazy load={loadEmailStep} props={{ slug: sale.slug, onProved: prove }} />
      )}
      {!mine && sale.entry === 'card' && !proved && (
        <Lazy load={loadCardStep} props={{ slug: sale.slug, onProved: prove }} />
      )}
      {!mine && sale.entry === 'account' && !proved && <p class="note-line">{words.sale.byAccount}</p>}
      <form
        class="take-form"
        onSubmit={(event) => {
          event.preventDefault();
          void take();
        }}
      >
        {!mine && <LaneChoice sale={sale} choice={choice} onChoose={setChoice} />}
        {trouble && <RefusalNote trouble={trouble} onRetry={() => void take()} />}
        {work !== null && (
          <label class="field">
            <span>{words.sale.working}</span>
            <progress value={work} max={1} />
          </label>
        )}
        <div class="action-dock">
          <button
            ref={main}
            type="submit"
            class={sale.state === 'sold_out' && !mine ? 'button' : 'button button-main'}
            disabled={busy || isOnServer() || (sale.entry !== 'open' && !proved && !mine)}
          >
            {busy ? words.sale.taking : mine ? words.sale.back : words.sale.take}
          </button>
          {!mine && sale.entry === 'open' && <p class="muted small">{words.sale.noAccount}</p>}
        </div>
      </form>
    </>
  );
}

function SaleNews({ sale }: { sale: SaleShape }): JSX.Element | null {
  const words = useStore(wordsStore);
  if (sale.show.canceledAt) return <StoppedNote state="closed" isCanceled />;
  if (sale.state === 'sold_out') return <p class="note-line">{words.sale.soldOut}</p>;
  if (sale.state === 'paused') return <p class="note-line">{words.sale.paused}</p>;
  return null;
}

/** Sales without a waiting room before opening have no draw to verify. */
const isDrawn = (news: Snapshot | null): boolean =>
  Object.values(news?.lanes ?? {}).some(({ drawn }) => drawn !== null && drawn > 0);

export function SalePage({ slug }: { slug: string }): JSX.Element {
  const { sale, trouble, reload } = useSale(slug, 'calm');
  const news = useStore(saleNews(slug));
  useTitle(sale ? `${sale.show.name} · Ropeline` : 'Ropeline');
  return sale ? <SaleView sale={sale} news={news} /> : <Waiting trouble={trouble} onRetry={reload} />;
}

/** The page of a loaded sale; also used by the promoter's preview. */
export function SaleView({ sale, news }: { sale: SaleShape; news: Snapshot | null }): JSX.Element {
  const words = useStore(wordsStore);
  useAccent(sale);
  const prices = formatPriceRange(
    sale.ticketTypes.map((type) => type.fullPrice),
    words.locale,
  );
  return (
    <div class="sale-page">
      <div class="sale-picture">
        <SalePicture sale={sale} first />
      </div>
      <div class="sale-text">
        <p class="sale-head">
          <span class={`chip chip-${sale.state}`}>{words.saleState[stateShown(sale)]}</span>
          {prices && <span class="sale-price">{prices}</span>}
        </p>
        <SaleLogo sale={sale} />
        <h1>{sale.show.name}</h1>
        {sale.name !== sale.show.name && <p class="muted sale-name">{sale.name}</p>}
        <ShowFacts show={sale.show} />
        <NextMoment sale={sale} />
        <NoticeNote notice={news?.notice ?? null} place="line" />
        <SaleNews sale={sale} />
        <TakePlace sale={sale} />
        <section>
          <h2>{words.sale.prices}</h2>
          <PriceList sale={sale} />
          <p class="muted small">{words.sale.allIn}</p>
        </section>
        <SaleChanges sale={sale} />
        {sale.state !== 'closed' && <HowItWorks sale={sale} drawn={isDrawn(news)} />}
      </div>
    </div>
  );
}
