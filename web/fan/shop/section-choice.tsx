import type { JSX } from 'preact';
import { useStore } from '../state/store.js';
import { insideWords, wordsStore } from '../words/index.js';
import { placesOf, sectionsOf } from './availability-state.js';
import type { ChoiceProps } from './choice-props.js';
import { withSection } from './selection.js';

/** Narrows best seats and wheelchair places to a section. */
export function SectionChoice({ session, state, type }: ChoiceProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const { selection, stock } = state;
  // a section whose other seats are gone may have wheelchair places left
  const places = (selection.places[type.id]?.wheelchairs ?? 0) > 0 ? placesOf(stock, type.id) : null;
  return (
    <label class="field">
      <span>{inside.shop.where}</span>
      <select
        value={selection.sections[type.id] ?? ''}
        onChange={(event) => session.choose(withSection(selection, type.id, event.currentTarget.value || null))}
      >
        <option value="">{inside.shop.anywhere}</option>
        {sectionsOf(stock, type.id).map(({ key, label, state: level }) => (
          <option key={key} value={key} disabled={level === 'gone' && !places?.has(key)}>
            {label} · {words.stock[level]}
          </option>
        ))}
      </select>
    </label>
  );
}
