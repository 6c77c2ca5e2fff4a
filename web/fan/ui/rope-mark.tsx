import type { JSX } from 'preact';

/** The logo: a rope between two posts. */
export function RopeMark(): JSX.Element {
  return (
    <svg class="mark" width="30" height="22" viewBox="0 0 30 22" aria-hidden="true" focusable="false">
      <path class="mark-rope" d="M4 5c2.4 15 19.6 15 22 0" />
      <circle class="mark-knob" cx="4" cy="4.6" r="2.8" />
      <circle class="mark-knob" cx="26" cy="4.6" r="2.8" />
    </svg>
  );
}
