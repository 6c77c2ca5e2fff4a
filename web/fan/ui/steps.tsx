import type { JSX } from 'preact';
import { useStore } from '../state/store.js';
import { insideWords } from '../words/index.js';

/** Progress indicator: tickets → details → payment as three knots on the rope. */
export function Steps({ at }: { at: 0 | 1 | 2 }): JSX.Element {
  const words = useStore(insideWords());
  return (
    <ol class="steps">
      {words.shop.steps.map((step, index) => (
        <li
          key={step}
          class={index < at ? 'step-done' : index === at ? 'step-now' : ''}
          aria-current={index === at ? 'step' : undefined}
        >
          {step}
        </li>
      ))}
    </ol>
  );
}
