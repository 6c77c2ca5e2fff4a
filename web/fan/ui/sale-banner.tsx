import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SaleState, Snapshot } from '../../../src/contract/shapes.js';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { useRefusal, wordsStore } from '../words/index.js';
import { say, sayNow } from './announcer.js';
import { Icon } from './icons.js';

/** What the promoter tells everybody, with the time when it was said. */
export function NoticeNote({ notice }: { notice: NonNullable<Snapshot['notice']> }): JSX.Element {
  const words = useStore(wordsStore);
  useEffect(() => say(`${words.line.notice}: ${notice.text}`), [notice.text]);
  return (
    <section class="note note-brass">
      <Icon name="info" />
      <div>
        <h2 class="note-title">
          {words.line.notice}, <time dateTime={notice.at}>{formatTimeOfDay(notice.at, words.locale)}</time>
        </h2>
        <p class="notice-text">{notice.text}</p>
      </div>
    </section>
  );
}

const troubleOf: Partial<Record<SaleState, 'SALE_PAUSED' | 'SALE_CLOSED'>> = {
  paused: 'SALE_PAUSED',
  closed: 'SALE_CLOSED',
};

/** What happens to the sale while somebody shops or pays. */
export function SaleBanner({ state, notice }: { state: SaleState; notice: Snapshot['notice'] }): JSX.Element {
  const code = troubleOf[state];
  const { what, safe } = useRefusal(code ?? '');
  useEffect(() => {
    if (code) sayNow(`${what} ${safe}`);
  }, [code]);
  return (
    <>
      {notice && <NoticeNote notice={notice} />}
      {code && (
        <div class="note note-warn">
          <Icon name={state === 'paused' ? 'pause' : 'lock'} />
          <div>
            <p class="note-title">{what}</p>
            <p>{safe}</p>
          </div>
        </div>
      )}
    </>
  );
}
