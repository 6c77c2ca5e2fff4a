import { useEffect, useMemo } from 'react';
import type { LiveView } from '../net/live-feed.js';
import { useNow } from '../net/use-live.js';
import { Icon } from '../ui/icons.jsx';
import { alarmsOf } from './alarms.js';

/** One bar for everything that is wrong, the worst first, each with its next step. Also in the title of the page. */
export function AlarmBar({ view }: { view: LiveView }) {
  const now = useNow(1_000);
  const { live, receivedAt } = view;
  const alarms = useMemo(() => (live ? alarmsOf(live, now - receivedAt, now) : []), [live, receivedAt, now]);
  const [worst] = alarms;
  useEffect(() => {
    if (!worst) return;
    const before = document.title;
    document.title = `(!) ${worst.what} · ${before}`;
    return () => {
      document.title = before;
    };
  }, [worst?.what, worst]);
  if (!worst) return null;
  return (
    <div className={`alarms alarms-${worst.level}`} role="alert">
      <Icon name="warn" />
      <ul>
        {alarms.map(({ what, next, level }) => (
          <li key={what} className={level === 'bad' ? 'strong' : ''}>
            {what}. <span className="alarm-next">{next}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
