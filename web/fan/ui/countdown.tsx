import type { JSX } from 'preact';
import { countdownParts } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { wordsStore } from '../words/index.js';
import { useNow } from './hooks.js';

const two = (n: number) => String(n).padStart(2, '0');

/** Counts down to a fixed moment. Days and hours are shown only while non-zero. */
export function Countdown({ until, big }: { until: string; big?: boolean }): JSX.Element {
  const words = useStore(wordsStore);
  const { days, hours, minutes, seconds } = countdownParts(Date.parse(until) - useNow());
  const all = [
    { value: days, unit: words.countdown.days(days), shown: days > 0 },
    { value: hours, unit: words.countdown.hours(hours), shown: days > 0 || hours > 0 },
    { value: minutes, unit: words.countdown.minutes(), shown: days > 0 || hours > 0 || minutes > 0 },
    { value: seconds, unit: words.countdown.seconds(), shown: days === 0 },
  ];
  const parts = all.filter((part) => part.shown);
  return (
    <div class={big ? 'countdown countdown-big' : 'countdown'} role="timer" aria-live="off">
      {parts.map((part, index) => (
        <span class="countdown-part" key={part.unit}>
          <span class="countdown-value">{index === 0 ? part.value : two(part.value)}</span>
          <span class="countdown-unit">{part.unit}</span>
        </span>
      ))}
    </div>
  );
}
