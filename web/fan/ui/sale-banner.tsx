import type { JSX } from 'preact';
import type { SaleState } from '../../../src/contract/sale/sale-shapes.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { isShownIn, noticeTextIn, withTimes } from '../../../src/contract/sale/notice.js';
import type { NoticePlace } from '../../../src/contract/sale/notice-shapes.js';
import { formatShortDayAndTime, formatTimeOfDay } from '../../shared/format/time.js';
import { serverClock } from '../state/server-clock.js';
import { useStore } from '../state/store.js';
import { useRefusal, wordsStore } from '../words/index.js';
import { useSaid } from './announce.js';
import { Icon } from './icons.js';

/** Formats a moment in this device's time zone: time of day, plus the day unless it is today. */
function momentText(at: string, locale: string): string {
  const isToday = new Date(at).toDateString() === new Date(serverClock.now()).toDateString();
  return isToday ? formatTimeOfDay(at, locale) : formatShortDayAndTime(at, locale);
}

/** Shows the promoter's notice to all fans, with the time it was posted. */
export function NoticeNote({ notice, place }: { notice: Snapshot['notice']; place: NoticePlace }): JSX.Element | null {
  const words = useStore(wordsStore);
  const isShown = notice !== null && isShownIn(notice, place);
  const text = isShown ? withTimes(noticeTextIn(notice, words.locale), (at) => momentText(at, words.locale)) : '';
  useSaid(text && `${words.line.notice}: ${text}`);
  if (!isShown) return null;
  return (
    <section class="note note-brass">
      <Icon name="info" />
      <div>
        <h2 class="note-title">
          {words.line.notice}, <time dateTime={notice.at}>{formatTimeOfDay(notice.at, words.locale)}</time>
        </h2>
        <p class="notice-text">{text}</p>
      </div>
    </section>
  );
}

/** Says that the sale is paused or over, or that its show does not take place, in which case nothing else counts. */
export function StoppedNote({ state, isCanceled }: { state: SaleState; isCanceled: boolean }): JSX.Element | null {
  const code = isCanceled ? 'SHOW_CANCELED' : state === 'paused' ? 'SALE_PAUSED' : 'SALE_CLOSED';
  const isStopped = isCanceled || state === 'paused' || state === 'closed';
  const { what, safe } = useRefusal(code);
  useSaid(isStopped ? `${what} ${safe}` : '');
  if (!isStopped) return null;
  return (
    <div class="note note-warn">
      <Icon name={state === 'paused' ? 'pause' : 'lock'} />
      <div>
        <p class="note-title">{what}</p>
        <p>{safe}</p>
      </div>
    </div>
  );
}

interface Banner {
  state: SaleState;
  notice: Snapshot['notice'];
  place: NoticePlace;
  isCanceled?: boolean;
}

/** Shows changes of the sale's state while somebody shops or pays. */
export function SaleBanner({ state, notice, place, isCanceled = false }: Banner): JSX.Element {
  return (
    <>
      <NoticeNote notice={notice} place={place} />
      <StoppedNote state={state} isCanceled={isCanceled} />
    </>
  );
}
