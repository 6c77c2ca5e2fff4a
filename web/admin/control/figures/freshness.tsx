import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import { formatTimeOfDay } from '../../../shared/format/time.js';
import type { LiveView } from '../../net/live-feed.js';
import { useNow } from '../../net/use-live.js';
import { Icon } from '../../ui/icons.jsx';

/** Figures are current for two seconds; beyond this, their age is displayed. */
const STALE_AFTER_MS = 2_500;

/** Shows the age of the figures: unobtrusive while fresh, prominent when stale. */
export function Freshness({ view }: { view: LiveView }) {
  const now = useNow(500);
  const seconds = Math.floor(Math.max(0, now - view.receivedAt) / 1000);
  if (now - view.receivedAt <= STALE_AFTER_MS)
    return (
      <span className="fresh" title={view.way === 'socket' ? 'Pushed each second.' : 'Asked for each second or two.'}>
        <span className="fresh-dot" aria-hidden="true" /> Live
      </span>
    );
  return (
    <span className="stale" role="status">
      <Icon name="warn" size={16} /> Figures are {seconds} s old
    </span>
  );
}

/** Shows whether stock and orders agree, as continuously checked across both stores. */
export function ConservationTick({
  conservation,
  timeZone,
}: {
  conservation: LiveShape['conservation'];
  timeZone: string;
}) {
  const when =
    conservation.checkedAt === null
      ? 'not compared'
      : `compared ${formatTimeOfDay(conservation.checkedAt, 'en-GB', timeZone)}`;
  if (!conservation.ok)
    return (
      <span className="stale" role="alert" title={when}>
        <Icon name="warn" size={16} /> Stock and orders differ
      </span>
    );
  if (conservation.checkedAt === null)
    return (
      <span className="tick muted" title="Orders and stock are compared every few seconds while the sale sells.">
        <Icon name="clock" size={16} /> Not compared yet
      </span>
    );
  return (
    <span className="tick" title={`Free, held, sold and withdrawn add up to capacity; ${when}.`}>
      <Icon name="check" size={16} /> Nothing oversold <span className="muted">· {when}</span>
    </span>
  );
}
