import type { ApprovalShape, EffectShape } from '../../../src/contract/staff/approval-shapes.js';
import { effectWords } from '../../../src/contract/staff/effect-words.js';
import { type SaleNames, subjectIn, valueOf } from './effect-values.js';
import { useSaleNames } from './use-sale-names.js';

/** What an approved action changes, before and after, and how many people it met when it was asked for. */
export function ApprovalEffect({ approval: { effect, people, state, subject } }: { approval: ApprovalShape }) {
  const sale = useSaleNames(subject, effect);
  if (effect.length === 0) return null;
  return (
    <>
      <dl className="facts small">
        {effect.map((line) => (
          <div key={`${line.field} ${line.subject ?? ''}`}>
            <dt>
              {effectWords[line.field]}
              {line.subject !== null && <span className="muted"> {subjectIn(line, sale.names)}</span>}
            </dt>
            <dd>
              <Change line={line} zone={sale.timeZone} />
            </dd>
          </div>
        ))}
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
  zone: SaleNames['timeZone'];
}

function Change({ line: { field, before, after }, zone }: ChangeProps) {
  if (before === after) return valueOf(field, before, 'none', zone);
  return (
    <>
      {valueOf(field, before, 'none', zone)} <span aria-hidden="true">→</span>
      <span className="hidden-words"> becomes </span> {valueOf(field, after, 'known once done', zone)}
    </>
  );
}
