import type { JSX } from 'preact';
import { chancePhrase, waitPhrase } from '../../../src/words/phrases.js';
import { useStore } from '../state/store.js';
import { Icon } from '../ui/icons.js';
import { wordsStore } from '../words/index.js';
import type { LineSessionState } from './line-state.js';
import type { LineView } from './line-view.js';

export function LinkPill({ state }: { state: LineSessionState }): JSX.Element {
  const words = useStore(wordsStore);
  const link = state.link;
  return (
    <p class={`link-pill link-${link}`} role="status">
      {link === 'away' ? <Icon name="away" size={16} /> : <span class="link-dot" />}
      {words.line.link[link]}
    </p>
  );
}

export function Outlook({ view }: { view: LineView }): JSX.Element {
  const words = useStore(wordsStore);
  const chance = chancePhrase(view.chance, words);
  return (
    <dl class="outlook">
      <div>
        <dt>{words.line.wait}</dt>
        <dd>{waitPhrase(view.wait, words)}</dd>
      </div>
      <div>
        <dt>{words.line.chance}</dt>
        <dd>
          {chance ? chance.word : words.line.chanceUnknown}
          {chance && <span class="outlook-range">{chance.range}</span>}
        </dd>
      </div>
    </dl>
  );
}

/** The fan's result of the draw with the entry number it came from, to quote to support. */
export function Standing({ state, view }: { state: LineSessionState; view: LineView }): JSX.Element | null {
  const words = useStore(wordsStore);
  if (view.position === null || !state.joined) return null;
  return (
    <p class="standing muted small">
      {words.line.position(view.position, Math.max(view.arrivals ?? 0, view.position))} ·{' '}
      {words.line.entry(state.joined.number)}
    </p>
  );
}

/** The outlook belongs to a place after the draw; on the server its room is kept while a line is called. */
export const hasOutlook = ({ phase, ahead }: LineView, { unread, snapshot }: LineSessionState): boolean =>
  unread ? snapshot?.state === 'on_sale' : phase === 'waiting' && ahead !== null;
