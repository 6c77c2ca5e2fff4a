import type { JSX } from 'preact';
import { Icon } from './icons.js';

interface StepperProps {
  value: number;
  /** How many more may be added. */
  room: number;
  lessLabel: string;
  moreLabel: string;
  onChange: (value: number) => void;
}

/** Decrement, value, increment. */
export function Stepper({ value, room, lessLabel, moreLabel, onChange }: StepperProps): JSX.Element {
  return (
    <div class="stepper">
      <button
        type="button"
        class="button icon-button"
        aria-label={lessLabel}
        disabled={value === 0}
        onClick={() => onChange(value - 1)}
      >
        <Icon name="minus" />
      </button>
      <output class="stepper-value">{String(value) /* Preact writes a 0 anew each time, to be said again */}</output>
      <button
        type="button"
        class="button icon-button"
        aria-label={moreLabel}
        disabled={room === 0}
        onClick={() => onChange(value + 1)}
      >
        <Icon name="plus" />
      </button>
    </div>
  );
}
