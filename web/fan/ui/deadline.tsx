import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatClockLeft, formatTimeOfDay } from '../../shared/format/time.js';
import { useStore } from '../state/store.js';
import { insideWords, wordsStore } from '../words/index.js';
import { sayNow } from './announce.js';
import { useNow } from './hooks.js';

/** Below this the remaining time is styled as urgent and announced once. */
const urgentMs = 120_000;

/** Deadlines follow sale time, which gives back what an interruption of ours took; without one they move by less. */
const movedMs = 5_000;
/** What is added after the first news is told in larger steps. */
const againMs = 60_000;

/** Says whether the deadline has been put off while it was shown: by the fan, the promoter, or for an interruption. */
function useMoreTime(at: string, text: string): boolean {
  const told = useRef(Date.parse(at));
  const [isMore, setMore] = useState(false);
  useEffect(() => {
    // from the latest time told: while sale time stands still, it grows by little with each answer
    if (Date.parse(at) - told.current <= (isMore ? againMs : movedMs)) return;
    told.current = Date.parse(at);
    setMore(true);
    sayNow(text);
  }, [at]);
  return isMore;
}

/** Shows a deadline as time of day and as time left. */
export function Deadline({ at, label }: { at: string; label: string }): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const left = Date.parse(at) - useNow();
  const urgent = left < urgentMs;
  const isMore = useMoreTime(at, `${inside.shop.moreTime} ${label}`);
  const note = left <= 0 ? inside.shop.checkingTime : isMore && inside.shop.moreTime;
  const said = useRef(false);
  useEffect(() => {
    if (urgent && !said.current) sayNow(`${label} · ${inside.shop.left(formatClockLeft(left))}`);
    said.current = urgent;
  }, [urgent]);
  useEffect(() => {
    if (left <= 0) sayNow(inside.shop.checkingTime);
  }, [left <= 0]);
  return (
    <span class={urgent ? 'deadline deadline-urgent' : 'deadline'}>
      <time dateTime={at} title={formatTimeOfDay(at, words.locale)}>
        {label}
      </time>
      <span class="deadline-left">{inside.shop.left(formatClockLeft(left))}</span>
      {note && <span class="deadline-note">{note}</span>}
    </span>
  );
}
