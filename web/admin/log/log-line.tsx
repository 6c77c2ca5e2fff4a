import type { ReactNode } from 'react';
import { actionWords } from '../../../src/contract/staff/action-words.js';
import { exactTime } from '../ui/exact-time.js';
import { detailsOf } from './log-words.js';

interface LogLineTerms {
  who: string;
  action: string;
  what: ReactNode;
  at: string;
  data: unknown;
}

/** One entry of a log: who did what to what, when, and its details. */
export function LogLine({ who, action, what, at, data }: LogLineTerms) {
  // its data are numbers by lane
  const details = detailsOf(action === 'draw.fixed' ? { drawn: data } : data);
  return (
    <li className="card">
      <p>
        <span className="strong">{who}</span> {actionWords(action)}
        {what !== null && <> · {what}</>}
      </p>
      <p className="small muted">{exactTime(at)}</p>
      {details.length > 0 && (
        <dl className="log-details small">
          {details.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}
