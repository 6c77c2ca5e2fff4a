import type { JSX } from 'preact';
import { placesLeft } from '../../../src/contract/stock/places-left.js';
import { useStore } from '../state/store.js';
import { Stepper } from '../ui/stepper.js';
import { insideWords, wordsStore } from '../words/index.js';
import { placesOf } from './availability-state.js';
import { roomFor, withPlaces } from './selection.js';
import type { ChoiceProps } from './choice-props.js';

/** Requests wheelchair places with their companions, who are seated together with them. */
export function PlacesWish({ session, state, type }: ChoiceProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const levels = [...placesOf(state.stock, type.id)].map(([key, accessible]) => ({ key, accessible }));
  const left = placesLeft(levels, state.selection.sections[type.id]);
  const places = state.selection.places[type.id] ?? { wheelchairs: 0, companions: 0 };
  // a level may be older than a place that has come back: the server decides
  const room = roomFor(state.selection, type, state.limits);
  const stepper = (name: string, value: number, change: (value: number) => typeof places, more: number) => (
    <div class="choice-count">
      <span>{name}</span>
      <Stepper
        value={value}
        room={more}
        lessLabel={inside.shop.fewer(name)}
        moreLabel={inside.shop.more(name)}
        onChange={(count) => session.choose(withPlaces(state.selection, type.id, change(count)))}
      />
    </div>
  );
  return (
    <details class="places-wish" open={places.wheelchairs > 0}>
      <summary>
        {inside.shop.wheelchairAsk} {left && <span class="muted">· {words.stock[left]}</span>}
      </summary>
      {stepper(inside.shop.wheelchairs, places.wheelchairs, (wheelchairs) => ({ ...places, wheelchairs }), room)}
      {stepper(
        inside.shop.companions,
        places.companions,
        (companions) => ({ ...places, companions }),
        places.wheelchairs === 0 ? 0 : room,
      )}
    </details>
  );
}
