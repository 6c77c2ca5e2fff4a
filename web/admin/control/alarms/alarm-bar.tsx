import { useEffect, useMemo, useState } from 'react';
import type { LiveView } from '../../net/live-feed.js';
import { useNow } from '../../net/use-live.js';
import { Icon } from '../../ui/icons.jsx';
import { Link } from '../../ui/router.jsx';
import { soundAlarm } from './alarm-sound.js';
import { type Alarm, alarmsOf } from './alarms.js';
import { useWebhookTrouble } from './webhook-trouble.js';

const EVERY_MS = 20_000;

/**
 * Shows the worst alarm with its next step and names the others, so that the figures stay in sight; all of them on
 * request. Also updates the page title and, if enabled, plays a sound.
 */
export function AlarmBar({ view, sound }: { view: LiveView; sound: boolean }) {
  const now = useNow(1_000);
  const [isOpen, setOpen] = useState(false);
  const { live, receivedAt, history } = view;
  const { trouble } = useWebhookTrouble();
  const alarms = useMemo(
    () => (live ? alarmsOf(live, { ageMs: now - receivedAt, nowMs: now, history, webhooks: trouble }) : []),
    [live, receivedAt, now, history, trouble],
  );
  const [worst] = alarms;
  useEffect(() => {
    if (!worst) return;
    const before = document.title;
    document.title = `(!) ${worst.what} · ${before}`;
    return () => {
      document.title = before;
    };
  }, [worst?.what, worst]);
  const isBad = worst?.level === 'bad';
  useEffect(() => {
    if (!sound || !isBad) return;
    const ring = (): void => void soundAlarm().catch(() => undefined);
    ring();
    const timer = setInterval(ring, EVERY_MS);
    return () => clearInterval(timer);
  }, [sound, isBad, worst?.what]);
  if (!worst) return null;
  const others = alarms.slice(1);
  return (
    <div className={`alarms alarms-${worst.level}`}>
      <Icon name="warn" />
      <div role="alert" className="alarm-list">
        <ul>
          {(isOpen ? alarms : [worst]).map((alarm) => (
            <Line key={alarm.what} {...alarm} />
          ))}
        </ul>
      </div>
      {others.length > 0 && (
        <button type="button" className="as-link alarm-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Only the worst' : `${others.length} more: ${others.map(({ what }) => what).join(' · ')}`}
        </button>
      )}
    </div>
  );
}

const Line = ({ what, next, level, href, hrefWords = 'Open Attention' }: Alarm) => (
  <li>
    <span className={level === 'bad' ? 'strong' : ''}>{what}.</span> {next}{' '}
    {href !== undefined && <Link href={href}>{hrefWords}</Link>}
  </li>
);
