import { formatTimeOfDay } from '../../shared/format/time.js';
import { Icon } from '../ui/icons.jsx';
import { type Verdict, verdictWords } from './door.rules.js';

/** How one scan ended. */
export interface ScanEnd {
  key: string;
  askedAt: string;
  /** null: nobody could tell. */
  verdict: Verdict | null;
  trouble: string;
}

/** Listed below the newest: as many as one hand can have shown to the camera meanwhile. */
export const MOST_EARLIER = 3;

/** The verdict on the ticket that was shown last. */
export function Result({ waiting, end }: { waiting: number; end: ScanEnd | null }) {
  // the verdict of the ticket before must not stand while the next is looked up
  if (waiting > 0)
    return (
      <div className="verdict" role="status">
        <Icon name="clock" size={48} />
        <p className="verdict-word">{waiting === 1 ? 'Checking' : `Checking ${waiting} tickets`}</p>
        <p>{waiting === 1 ? 'Wait for the answer.' : 'One after the other, in the order they were shown.'}</p>
      </div>
    );
  if (end === null)
    return (
      <div className="verdict" role="status">
        <Icon name="ticket" size={48} />
        <p className="verdict-word">Ready</p>
        <p>Hold a ticket to the camera.</p>
      </div>
    );
  const { word, icon, tone } = looksOf(end);
  return (
    <div className={`verdict verdict-${tone}`} role="alert">
      <Icon name={icon} size={48} />
      <p className="verdict-word">{word}</p>
      <p>{detailOf(end)}</p>
    </div>
  );
}

/** Verdicts of the tickets before: each can be read, however soon the next ticket was shown. */
export function EarlierScans({ checking, ends }: { checking: boolean; ends: readonly ScanEnd[] }) {
  return (
    <div role="log" aria-label="Tickets before" aria-live={checking ? 'assertive' : 'off'}>
      {ends.slice(0, MOST_EARLIER).map((end) => {
        const { word, icon, tone } = looksOf(end);
        return (
          <p key={end.key} className={`door-state small tone-${tone}`}>
            <Icon name={icon} size={16} />
            <span>
              {formatTimeOfDay(end.askedAt, 'en-GB')} <span className="strong">{word}.</span> {detailOf(end)}
            </span>
          </p>
        );
      })}
    </div>
  );
}

function looksOf({ verdict }: ScanEnd) {
  if (verdict === null) return { word: 'Cannot tell', icon: 'warn', tone: 'bad' } as const;
  const { word, tone } = verdictWords[verdict.result];
  return { word, tone, icon: tone === 'ok' ? 'check' : tone === 'warn' ? 'warn' : 'gone' } as const;
}

function detailOf({ verdict, trouble }: ScanEnd) {
  if (verdict === null) return trouble;
  return (
    <>
      {verdict.label && <span className="strong">{verdict.label}. </span>}
      {verdict.first
        ? `At ${formatTimeOfDay(verdict.first.at, 'en-GB')}, ${verdict.first.gate || 'door'}.`
        : verdictWords[verdict.result].means}
    </>
  );
}
