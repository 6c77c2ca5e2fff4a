import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { isLineKnown } from '../../../../src/contract/live/stage-counts.js';
import { formatMoney } from '../../../../src/contract/money/money.js';
import { formatTimeOfDay } from '../../../shared/format/time.js';
import { Icon, type IconName } from '../../ui/icons.jsx';
import { controlFigures, phrase, type Reading, shareSold } from './figure-catalogue.js';
import { goneInMinutes, isSelling } from './forecast.js';
import { Figure } from './figure.jsx';
import { stockParts } from './stock-parts.js';
import { count, degradationWords, noNodesWords, sheddingWords } from './words.js';

/** Shows sold, held and free tickets per type as a bar, as far as they are known, and when each is gone. */
export function StockCard({ sale, reading }: { sale: StaffSaleShape; reading: Reading }) {
  const { live, history, timeZone } = reading;
  const known = isLineKnown(live);
  const goneAt = (type: LiveShape['stock'][number]): string => {
    if (!known) return '';
    const minutes = isSelling(live) ? goneInMinutes(type, history) : null;
    if (type.free === 0) return 'none free';
    if (minutes === null) return '';
    return `gone about ${formatTimeOfDay(Date.parse(live.at) + minutes * 60_000, 'en-GB', timeZone)}`;
  };
  return (
    <section className="card stock" aria-label="Stock">
      <h2>
        Stock{' '}
        <span className="muted small">
          {controlFigures.soldAll.text(reading)} {controlFigures.soldAll.label}
        </span>
      </h2>
      <ul className="stock-list" tabIndex={0}>
        {live.stock.map((type) => {
          const price = sale.ticketTypes.find(({ id }) => id === type.ticketTypeId)?.price;
          const gone = goneAt(type);
          return (
            <li key={type.ticketTypeId}>
              <div className="stock-name">
                <strong>{type.name}</strong>
                <span className="muted small stock-aside">
                  {[
                    ...(gone === '' ? [] : [gone]),
                    ...(price === undefined ? [] : [formatMoney({ amount: price, currency: sale.currency }, 'en')]),
                  ].join(' · ')}
                </span>
              </div>
              <div className="parts" aria-hidden="true">
                {stockParts(type, known).map(({ part, tickets }) => (
                  <span key={part} className={`part part-${part}`} style={{ flexGrow: tickets }} />
                ))}
              </div>
              <p className="small stock-words">
                <span>
                  <span className="key key-sold" aria-hidden="true" /> <b className="brass">{count(type.sold)}</b> sold
                </span>
                <span>
                  <span className={`key key-${known ? 'held' : 'unknown'}`} aria-hidden="true" />{' '}
                  <b>{count(known ? type.held : Number.NaN)}</b> held
                </span>
                <span>
                  <span className={`key key-${known ? 'free' : 'unknown'}`} aria-hidden="true" />{' '}
                  <b>{count(known ? type.free : Number.NaN)}</b> free
                </span>
                <span className="muted">
                  of {count(type.capacity)} · {shareSold([type])}
                </span>
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const paymentLooks: Record<LiveShape['payments']['state'], { icon: IconName; tone: string }> = {
  healthy: { icon: 'check', tone: 'ok' },
  degraded: { icon: 'warn', tone: 'warn' },
  down: { icon: 'gone', tone: 'bad' },
  unknown: { icon: 'clock', tone: 'muted' },
};

export function MoneyCard({ reading }: { reading: Reading }) {
  const { payments, attentionItems } = reading.live;
  const { icon, tone } = paymentLooks[payments.state];
  return (
    <section className="card money" aria-label="Money">
      <div className="money-head">
        <h2>Money</h2>
        <Figure of="taken" reading={reading}>
          {(text) => <span className="mid brass">{text}</span>}
        </Figure>
      </div>
      <div className="figures">
        <Figure of="payments" reading={reading}>
          {(text) => (
            <span className={`strong tone-${tone}`}>
              <Icon name={icon} size={16} /> {text}
            </span>
          )}
        </Figure>
        <Figure of="answered" reading={reading} />
        <Figure of="slowest" reading={reading} />
        <Figure of="needAPerson" reading={reading}>
          {(text) => <span className={attentionItems > 0 ? 'tone-bad strong' : ''}>{text}</span>}
        </Figure>
      </div>
    </section>
  );
}

/** A node with all roles need not say so. */
const ALL_ROLES = 4;

export function NodesCard({ reading }: { reading: Reading }) {
  const { nodes } = reading.live;
  return (
    <section className="card nodes" aria-label="Nodes" tabIndex={0}>
      <div className="money-head">
        <h2>
          Nodes <span className="muted small">{phrase('sockets', reading)}</span>
        </h2>
        <Figure of="failedCalls" reading={reading} />
        <Figure of="refusedJoins" reading={reading} />
        <Figure of="stepUps" reading={reading} />
      </div>
      {nodes.length === 0 ? (
        <p className="muted small">{noNodesWords(isLineKnown(reading.live))}</p>
      ) : (
        <ul className="node-list small" tabIndex={0}>
          {nodes.map((node) => (
            <li key={node.id}>
              <span className="node-name">{node.id}</span>
              {node.roles.length > 0 && node.roles.length < ALL_ROLES && (
                <span className="muted">{node.roles.join(', ')}</span>
              )}
              <span>{count(node.connected)}</span>
              {node.step !== 'none' && <span className="tone-bad strong">{degradationWords[node.step]}</span>}
              {node.shedding.length > 0 && (
                <span className="tone-bad strong">turns away {sheddingWords(node.shedding)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
