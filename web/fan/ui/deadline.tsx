import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatClockLeft, formatTimeOfDay } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { insideWords, wordsStore } from '../words/index.js';
import { sayNow } from './announcer.js';
import { useNow } from './hooks.js';

/** Below this the remaining time is styled as urgent and announced once. */
const urgentMs = 120_000;

/** Shows a deadline as time of day and as time left. */
export function Deadline({ at, label }: { at: string; label: string }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const left = Date.parse(at) - useNow();
  const urgent = left < urgentMs;
  const said = useRef(false);
  useEffect(() => {
    if (urgent && !said.current) sayNow(`${label} · ${inside.shop.left(formatClockLeft(left))}`);
    said.current = urgent;
  }, [urgent]);
  return (
    <span class={urgent ? 'deadline deadline-urgent' : 'deadline'}>
      <time dateTime={at} title={formatTimeOfDay(at, words.locale)}>
        {label}
      </time>
      <span class="deadline-left">{inside.shop.left(formatClockLeft(left))}</span>
    </span>
  );
}
