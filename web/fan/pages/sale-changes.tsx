import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatMoney } from '../../../src/contract/money/money.js';
import { withTimes } from '../../../src/contract/sale/notice.js';
import type { SaleChangeShape } from '../../../src/contract/sale/sale-change-shapes.js';
import type { SaleShape } from '../../../src/contract/sale/sale-shapes.js';
import { formatDayAndTime, formatShortDayAndTime } from '../../shared/format/time.js';
import { type Answer, api } from '../net/api.js';
import { useStore } from '../state/store.js';
import { wordsStore } from '../words/index.js';

const times: ReadonlySet<string> = new Set(['startsAt', 'prequeueAt', 'opensAt', 'closesAt']);
const prices: ReadonlySet<string> = new Set(['price', 'ticketType']);

/** Lists what the promoter changed after publishing; fetched on demand. */
export function SaleChanges({ sale }: { sale: SaleShape }): JSX.Element {
  const words = useStore(wordsStore);
  const [answer, setAnswer] = useState<Answer<{ changes: SaleChangeShape[] }> | null>(null);
  const read = (open: boolean): void => {
    if (open && answer?.kind !== 'ok') void api.saleChanges(sale.slug).then(setAnswer);
  };
  const changes = answer?.kind === 'ok' ? answer.data.changes : [];
  return (
    <details class="changes" onToggle={(event) => read(event.currentTarget.open)}>
      <summary>{words.sale.changes}</summary>
      <div role="status">
        {answer === null && <p class="muted small">{words.common.loading}</p>}
        {answer !== null && answer.kind !== 'ok' && <p>{words.sale.changesAway}</p>}
        {answer?.kind === 'ok' && changes.length === 0 && <p>{words.sale.noChanges}</p>}
      </div>
      {changes.length > 0 && (
        <ul>
          {changes.map((change) => (
            <li key={`${change.at} ${change.what} ${change.subject}`}>
              <time class="muted small" dateTime={change.at}>
                {formatDayAndTime(change.at, words.locale)}
              </time>
              <br />
              {[words.sale.changed[change.what], change.subject].filter((part) => part !== null).join(', ')}:{' '}
              <del>
                <Value sale={sale} what={change.what} value={change.before} />
              </del>{' '}
              <span aria-hidden="true">{words.direction === 'rtl' ? '←' : '→'}</span>{' '}
              <ins>
                <Value sale={sale} what={change.what} value={change.after} />
              </ins>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}

function Value({
  sale,
  what,
  value,
}: {
  sale: SaleShape;
  what: SaleChangeShape['what'];
  value: string | null;
}): JSX.Element {
  const words = useStore(wordsStore);
  const { locale } = words;
  if (value === null) return <span>–</span>;
  if (times.has(what)) return <span>{formatDayAndTime(value, locale, sale.show.timeZone)}</span>;
  if (prices.has(what)) return <span>{formatMoney({ amount: Number(value), currency: sale.currency }, locale)}</span>;
  if (what === 'notice') return <span>{withTimes(value, (at) => formatShortDayAndTime(at, locale))}</span>;
  if (what === 'transferable') return <span>{value === 'true' ? words.sale.yes : words.sale.no}</span>;
  return <span>{value}</span>;
}
