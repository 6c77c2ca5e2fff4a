import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStore } from '../state/store.js';
import { say } from '../ui/announce.js';
import { Icon } from '../ui/icons.js';
import { insideWords } from '../words/index.js';

/** Tells fans in line that their turn will ask for a confirmed address, as everyone's does; said once to a reader. */
export function StepUpAhead(): JSX.Element {
  const { stepUp } = useStore(insideWords());
  useEffect(() => say(`${stepUp.aheadTitle}. ${stepUp.ahead}`), [stepUp]);
  return (
    <section class="card">
      <h2 class="stay-title">
        <Icon name="mail" /> {stepUp.aheadTitle}
      </h2>
      <p>{stepUp.ahead}</p>
    </section>
  );
}
