import type { LiveShape } from '../../../src/contract/shapes.js';
import type { StaffSaleShape } from '../../../src/contract/staff-shapes.js';
import { formatMoney } from '../../../src/contract/money.js';
import { Icon, type IconName } from '../ui/icons.jsx';
import { Figure } from './figure.jsx';
import { count, degradationWords, paymentWords, percent, sheddingWords } from './words.js';

/** Shows free, held and sold tickets per type as a bar that always adds up to the capacity. */
export function StockCard({ sale, live }: { sale: StaffSaleShape; live: LiveShape }) {
  return (
    <section className="card stock" aria-label="Stock">
      <h2>Stock</h2>
      <ul className="stock-list" tabIndex={0}>
        {live.stock.map((type) => {
          const price = sale.ticketTypes.find(({ id }) => id === type.ticketTypeId)?.price;
          return (
            <li key={type.ticketTypeId}>
              <div className="stock-name">
                <strong>{type.name}</strong>
                {price !== undefined && (
                  <span className="muted small">{formatMoney({ amount: price, currency: sale.currency }, 'en')}</span>
                )}
              </div>
              <div className="parts" aria-hidden="true">
                {(['sold', 'held', 'free'] as const).map((part) => (
                  <span key={part} className={`part part-${part}`} style={{ flexGrow: type[part] }} />
                ))}
              </div>
              <p className="small stock-words">
                <span>
                  <span className="key key-sold" aria-hidden="true" /> <b className="brass">{count(type.sold)}</b> sold
                </span>
                <span>
                  <span className="key key-held" aria-hidden="true" /> <b>{count(type.held)}</b> held
                </span>
                <span>
                  <span className="key key-free" aria-hidden="true" /> <b>{count(type.free)}</b> free
                </span>
                <span className="muted">of {count(type.capacity)}</span>
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

export function MoneyCard({ live }: { live: LiveShape }) {
  const { payments, revenue } = live;
  const { icon, tone } = paymentLooks[payments.state];
  return (
    <section className="card money" aria-label="Money">
      <h2>Money</h2>
      <Figure label="Taken" help="Money of paid orders, less what was given back.">
        <span className="mid brass">{formatMoney(revenue, 'en')}</span>
      </Figure>
      <div className="figures">
        <Figure label="Payments" help="How the provider answers us. Declined cards are answers, too.">
          <span className={`strong tone-${tone}`}>
            <Icon name={icon} size={16} /> {paymentWords[payments.state]}
          </span>
        </Figure>
        <Figure label="Answered" help="Share of our calls that the provider answered lately.">
          {percent(payments.successRate)}
        </Figure>
        <Figure label="Slowest 5 %" help="Ninety-five of a hundred calls to the provider are faster than this.">
          {payments.p95Ms === null ? '–' : `${count(Math.round(payments.p95Ms))} ms`}
        </Figure>
        <Figure
          label="Need a person"
          help="Items under Attention that nobody has decided: payments that did something unexpected, disputes, mails that could not be delivered."
        >
          <span className={live.attentionItems > 0 ? 'tone-bad strong' : ''}>{count(live.attentionItems)}</span>
        </Figure>
      </div>
    </section>
  );
}

export function NodesCard({ live }: { live: LiveShape }) {
  return (
    <section className="card nodes" aria-label="Nodes" tabIndex={0}>
      <h2>
        Nodes <span className="muted small">{count(live.connected)} sockets</span>
      </h2>
      {live.nodes.length === 0 ? (
        <p className="muted small">No node reports sockets of this sale. Fans without one are served all the same.</p>
      ) : (
        <ul className="node-list small" tabIndex={0}>
          {live.nodes.map((node) => (
            <li key={node.id}>
              <span className="node-name">{node.id}</span>
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
