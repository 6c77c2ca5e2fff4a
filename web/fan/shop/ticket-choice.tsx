import type { JSX } from 'preact';
import type { TicketTypeShape } from '../../../src/contract/sale/sale-shapes.js';
import { formatMoney } from '../../../src/contract/money/money.js';
import { useStore } from '../state/store.js';
import { Lazy } from '../ui/lazy.js';
import { Stepper } from '../ui/stepper.js';
import type { InsideWords } from '../../../src/words/en.inside.js';
import { insideWords, wordsStore } from '../words/index.js';
import { sectionsOf, stockOf } from './availability-state.js';
import type { ChoiceProps } from './choice-props.js';
import { allChosen, roomFor, withCount } from './selection.js';

/** Below this many a number is told, whatever share of the stock they are: all four of four are not plenty. */
const fewFree = 20;

const loadPlaces = () => import('./places-wish.js').then((module) => module.PlacesWish);
const loadSection = () => import('./section-choice.js').then((module) => module.SectionChoice);
const loadLimit = () => import('./limit-note.js').then((module) => module.LimitNote);

function Head({ state, type }: ChoiceProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const stock = stockOf(state.stock, type.id);
  const free = stock?.free;
  const level = stock?.state ?? type.state;
  return (
    <div class="choice-head">
      <div>
        <h2>{type.name}</h2>
        <p class="choice-price">
          {formatMoney(type.fullPrice, words.locale)} <span class="muted small">{words.common.each}</span>
        </p>
      </div>
      <span class={`stock stock-${level}`}>
        {free !== undefined && free > 0 && (level === 'low' || free < fewFree)
          ? inside.shop.free(free)
          : words.stock[level]}
      </span>
    </div>
  );
}

/** Describes the sellable quantities if a minimum or multiple applies. */
function quantityRule({ min, multiple }: TicketTypeShape, inside: InsideWords): string | null {
  if (multiple > 1) return inside.shop.multiplesOf(multiple);
  return min > 1 ? inside.shop.atLeast(min) : null;
}

function Count({ session, state, type, label }: ChoiceProps & { label: string }): JSX.Element {
  const inside = useStore(insideWords());
  const { selection, limits, stock } = state;
  const room = roomFor(selection, type, limits, stockOf(stock, type.id)?.free);
  return (
    <>
      <div class="choice-count">
        <span>{label}</span>
        <Stepper
          value={selection.counts[type.id] ?? 0}
          room={room}
          lessLabel={inside.shop.fewer(type.name)}
          moreLabel={inside.shop.more(type.name)}
          onChange={(count) => session.choose(withCount(selection, type.id, count))}
        />
      </div>
      {quantityRule(type, inside) && <p class="muted small choice-limit">{quantityRule(type, inside)}</p>}
      {allChosen(selection) > 0 && <Lazy load={loadLimit} props={{ state, types: [type] }} quiet />}
    </>
  );
}

function GeneralChoice(props: ChoiceProps): JSX.Element {
  const inside = useStore(insideWords());
  return (
    <section class="card ticket-choice">
      <Head {...props} />
      <Count {...props} label={inside.shop.howMany} />
    </section>
  );
}

/** Offers best seats together first: most people prefer sitting together to a particular place. */
function ReservedChoice(props: ChoiceProps): JSX.Element {
  const { state, type } = props;
  const inside = useStore(insideWords());
  const sections = sectionsOf(state.stock, type.id);
  const asked = (state.selection.counts[type.id] ?? 0) + (state.selection.places[type.id]?.wheelchairs ?? 0);
  const hasPlaces = state.plan?.sections.some((one) => one.accessible > 0 && one.ticketTypeIds.includes(type.id));
  return (
    <section class="card ticket-choice">
      <Head {...props} />
      <Count {...props} label={inside.shop.best} />
      {sections.length > 1 && asked > 0 && <Lazy load={loadSection} props={props} quiet />}
      {hasPlaces && <Lazy load={loadPlaces} props={props} quiet />}
    </section>
  );
}

export function TicketChoice(props: ChoiceProps): JSX.Element {
  return props.type.admission === 'reserved' ? <ReservedChoice {...props} /> : <GeneralChoice {...props} />;
}
