import type { ApprovalShape, EffectShape } from '../../../src/contract/staff/approval-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { effectWords } from './approval-words.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;
const spoken: Record<string, string> = { true: 'yes', false: 'no', '': 'none' };

const valueOf = (value: string | null, missing: string): string => {
  if (value === null) return missing;
  return INSTANT.test(value) ? formatShortDayAndTime(value, 'en-GB') : (spoken[value] ?? value.replaceAll('_', ' '));
};

/** What an approved action changes, before and after, and how many people it met when it was asked for. */
export function ApprovalEffect({ approval: { effect, people, state } }: { approval: ApprovalShape }) {
  if (effect.length === 0) return null;
  return (
    <>
      <dl className="facts small">
        {effect.map((line) => (
          <div key={`${line.field} ${line.subject ?? ''}`}>
            <dt>
              {effectWords[line.field]}
              {line.subject !== null && <span className="muted"> {line.subject}</span>}
            </dt>
            <dd>
              <Change line={line} />
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

function Change({ line: { before, after } }: { line: EffectShape }) {
  if (before === after) return valueOf(before, 'none');
  return (
    <>
      {valueOf(before, 'none')} <span aria-hidden="true">→</span>
      <span className="hidden-words"> becomes </span> {valueOf(after, 'as done')}
    </>
  );
}
