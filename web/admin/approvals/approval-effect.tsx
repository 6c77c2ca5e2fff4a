import type { ApprovalShape, EffectShape } from '../../../src/contract/staff/approval-shapes.js';
import { labelOf, type SaleNames, valueOf } from './effect-values.js';
import { useSaleNames } from './use-sale-names.js';

/** What an approved action changes, before and after, and how many people it met when it was asked for. */
export function ApprovalEffect({ approval: { effect, people, state, subject } }: { approval: ApprovalShape }) {
  const sale = useSaleNames(subject, effect);
  if (effect.length === 0) return null;
  return (
    <>
      <dl className="facts small">
        {effect.map((line) => {
          const { label, about } = labelOf(line, sale.names);
          return (
            <div key={`${line.field} ${line.subject ?? ''}`}>
              <dt>
                {label}
                {about !== null && <span className="muted"> {about}</span>}
              </dt>
              <dd>
                <Change line={line} sale={sale} />
              </dd>
            </div>
          );
        })}
      </dl>
      {people && (
        <p className="small muted">
          {people.waiting.toLocaleString('en-GB')} waiting and {people.shopping.toLocaleString('en-GB')} shopping when
          it was asked for.
        </p>
      )}
      {state === 'asked' && (
        <p className="small muted">If any of this changes before somebody approves, nothing is done.</p>
      )}
    </>
  );
}

interface ChangeProps {
  line: EffectShape;
  sale: SaleNames;
}

function Change({ line: { field, before, after }, sale }: ChangeProps) {
  if (before === after) return <>stays {valueOf(field, before, 'none', sale)}</>;
  return (
    <>
      {valueOf(field, before, 'none', sale)} <span aria-hidden="true">→</span>
      <span className="hidden-words"> becomes </span> {valueOf(field, after, 'known once done', sale)}
    </>
  );
}
