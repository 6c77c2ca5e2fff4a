import { Button } from '@mantine/core';
import type { AttentionShape, QuarantinePreview } from '../../../src/contract/staff/attention-shapes.js';
import { RebuildOfItem } from '../rebuilds/rebuilds.jsx';
import { useSession } from '../session/session.js';
import { stateWords } from '../orders/order-words.js';
import { Link } from '../ui/router.jsx';
import { SaleLink } from '../ui/sale-link.jsx';
import { ageWords, detailOf, kindWords, refundWords, type Verb, verbWords } from './attention-words.js';

/** Stands for a number that cannot be read while the stock is unreachable or being rebuilt. */
const UNKNOWN = 'an unknown number of';
/** Items that a loss of Redis may have caused. */
const ABOUT_STOCK = new Set(['rebuild_conflict', 'conservation']);

interface Props {
  item: AttentionShape;
  onVerb: (verb: Verb) => void;
}

export function AttentionItem({ item, onVerb }: Props) {
  const { mayRefund } = useSession();
  const heading = `attention-${item.id}`;
  const detail = detailOf(item);
  return (
    <li className="card stack" aria-labelledby={heading} tabIndex={0}>
      <h2 id={heading}>{kindWords(item.kind)}</h2>
      <p>{item.nextStep}</p>
      <p className="small muted">
        {ageWords(item.ageSeconds)}
        {item.saleId !== null && (
          <>
            {' · '}
            <SaleLink saleId={item.saleId} />
          </>
        )}
        {item.orderId !== null && (
          <>
            {' · '}
            <Link href={`/admin/orders/${item.orderId}`}>
              Its order<span className="hidden-words"> {item.orderId}</span>
            </Link>
            {item.orderState !== null && ` (${stateWords[item.orderState].toLowerCase()})`}
          </>
        )}
      </p>
      {item.providerAnswer !== null && (
        <p className="small">
          The provider said: <q>{item.providerAnswer}</q>
        </p>
      )}
      {detail.length > 0 && (
        <dl className="facts small">
          {detail.map(({ name, text }) => (
            <div key={name}>
              <dt className="muted">{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {item.preview && <Preview preview={item.preview} />}
      {item.saleId !== null && ABOUT_STOCK.has(item.kind) && <RebuildOfItem saleId={item.saleId} />}
      {mayRefund && (
        <div className="actions">
          {item.verbs.map((verb, index) => (
            <Button
              key={verb}
              variant="default"
              size="sm"
              {...(item.finalVerbs.includes(verb) ? { color: 'bad' } : {})}
              aria-keyshortcuts={String(index + 1)}
              onClick={() => onVerb(verb)}
            >
              <span className="verb-key" aria-hidden="true">
                {index + 1}
              </span>
              {verbWords[verb].label}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}

/** Previews the effect of each way out of a quarantine. */
function Preview({ preview }: { preview: QuarantinePreview }) {
  const { adopt, release } = preview;
  return (
    <ul className="small">
      <li>Adopt: {adopt.orders ?? UNKNOWN} orders can be written again.</li>
      <li>Refund: {refundWords(preview)}.</li>
      <li>Release: the stock of {release.orders ?? UNKNOWN} orders.</li>
    </ul>
  );
}
