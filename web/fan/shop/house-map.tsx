import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatMoney } from '../../../src/contract/money/money.js';
import type { SeatName } from '../../../src/contract/stock/seat-label.js';
import type { HousePlan } from '../../../src/contract/stock/seat-map-shapes.js';
import type { SaleShape, StockState } from '../../../src/contract/sale/sale-shapes.js';
import type { SeatShape } from '../../../src/contract/stock/availability-shapes.js';
import { seatPhrase } from '../../../src/words/seat-phrase.js';
import type { MapModel } from '../../shared/seat-map/map-model.js';
import { SeatCanvas, ZOOM_STEP } from '../../shared/seat-map/seat-canvas.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announce.js';
import { Icon } from '../ui/icons.js';
import { insideWords, wordsStore } from '../words/index.js';
import { levelsOf, placesOf } from './availability-state.js';
import { ChosenSeats } from './chosen-seats.js';
import { LimitNote, type Refused } from './limit-note.js';
import { MapLegend } from './map-legend.js';
import { pickChange } from './pick-change.js';
import { SeatList } from './seat-list.js';
import { pickSeat } from './selection.js';
import type { ShopSession } from './shop-session.js';
import type { ShopState } from './shop-state.js';

interface HouseMapProps {
  session: ShopSession;
  state: ShopState;
  sale: SaleShape;
  plan: HousePlan;
}

interface ViewProps extends HouseMapProps {
  onPick: (seat: SeatShape, section: Parameters<typeof pickSeat>[2]) => void;
}

/** Returns the map's model; its identity changes only when its content does. */
function useModel({ state, sale, plan }: HouseMapProps): MapModel {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const { sections } = state.stock;
  const seats = useMemo(
    () => new Map(Object.entries(sections).map(([key, section]) => [key, section.seats])),
    [sections],
  );
  const levels = useMemo(() => levelsOf(state.stock.house), [state.stock.house]);
  const places = useMemo(
    () => new Set([...placesOf(state.stock)].filter(([, level]) => level !== 'gone').map(([key]) => key)),
    [state.stock],
  );
  const chosen = useMemo(() => new Set(state.selection.seats.map(({ id }) => id)), [state.selection.seats]);
  return useMemo(() => {
    const reserved = sale.ticketTypes.filter(({ admission }) => admission === 'reserved');
    const tiers = new Map(
      reserved.map(({ id, fullPrice }, rank) => [id, { rank, price: formatMoney(fullPrice, words.locale) }]),
    );
    return {
      ...{ plan, seats, chosen, tiers, levels, places },
      words: { stage: inside.shop.stage, row: inside.shop.row, levels: words.stock },
    };
  }, [plan, seats, chosen, levels, places, sale, words, inside]);
}

function MapView({ session, state, sale, plan, onPick }: ViewProps): JSX.Element {
  const inside = useStore(insideWords());
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = useRef<SeatCanvas | null>(null);
  const model = useModel({ session, state, sale, plan });
  const pick = useRef<(seat: SeatShape) => void>(() => undefined);
  pick.current = (seat) => {
    const section = plan.sections.find(({ key }) => state.stock.sections[key]?.seats.includes(seat));
    if (section) onPick(seat, section);
  };
  const [whole, setWhole] = useState(true);
  useEffect(() => {
    if (!canvas.current) return;
    const events = {
      onNeed: (keys: string[]) => session.stock.need(keys),
      onPick: (seat: SeatShape) => pick.current(seat),
      onView: (view: { whole: boolean }) => setWhole(view.whole),
    };
    map.current = new SeatCanvas(canvas.current, model, events);
    return () => map.current?.stop();
  }, [session]);
  useEffect(() => map.current?.update(model), [model]);
  const mine = [...model.seats.values()].flat().filter(({ id }) => model.chosen.has(id));
  const button = (label: string, icon: 'plus' | 'minus' | 'fit' | 'pin', act: () => void, disabled = false) => (
    <button type="button" class="button icon-button" aria-label={label} title={label} disabled={disabled} onClick={act}>
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="map-frame">
      <canvas class="map" ref={canvas} tabIndex={0} role="application" aria-label={inside.shop.mapHint} />
      <div class="map-buttons">
        {button(inside.shop.zoomIn, 'plus', () => map.current?.zoom(ZOOM_STEP))}
        {button(inside.shop.zoomOut, 'minus', () => map.current?.zoom(1 / ZOOM_STEP), whole)}
        {button(inside.shop.zoomFit, 'fit', () => map.current?.fit(), whole)}
        {mine.length > 0 && button(inside.shop.zoomMine, 'pin', () => map.current?.show({ seats: mine }))}
      </div>
    </div>
  );
}

function ListView({ session, state, sale, plan, onPick }: ViewProps): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const levels = levelsOf(state.stock.house);
  const [picked, setPicked] = useState<string | null>(null);
  const places = placesOf(state.stock);
  const isLeft = (by: ReadonlyMap<string, StockState>) =>
    plan.sections.find((one) => (by.get(one.key) ?? 'gone') !== 'gone');
  const key = picked ?? (isLeft(levels) ?? isLeft(places))?.key ?? '';
  const placesIn = (section: string): string => {
    const level = places.get(section);
    return level === undefined ? '' : ` · ${inside.shop.wheelchairsLeft(words.stock[level])}`;
  };
  useEffect(() => session.stock.need([key]), [key, session]);
  const section = state.stock.sections[key];
  const priceOf = (typeId: string): string => {
    const type = sale.ticketTypes.find(({ id }) => id === typeId);
    return type ? formatMoney(type.fullPrice, words.locale) : '';
  };
  return (
    <>
      <label class="field">
        <span>{inside.shop.section}</span>
        <select value={key} onChange={(event) => setPicked(event.currentTarget.value)}>
          {plan.sections.map((one) => (
            <option key={one.key} value={one.key}>
              {one.label} · {one.ticketTypeIds.map(priceOf).join(' / ')} ·{' '}
              {words.stock[levels.get(one.key) ?? 'plenty']}
              {placesIn(one.key)}
            </option>
          ))}
        </select>
      </label>
      {section ? (
        <SeatList
          key={key}
          section={section}
          chosen={new Set(state.selection.seats.map(({ id }) => id))}
          priceOf={priceOf}
          onToggle={(seat) => onPick(seat, section)}
        />
      ) : (
        <p class="muted picker-waiting">{words.common.loading}</p>
      )}
    </>
  );
}

/** The whole house, as a map or as an equivalent list. */
export function HouseMap(props: HouseMapProps): JSX.Element {
  const inside = useStore(insideWords());
  const [view, setView] = useState<'map' | 'list'>('map');
  const [refused, setRefused] = useState<Refused | null>(null);
  const { session, state, sale } = props;
  const seatNamed = (seat: SeatName) => seatPhrase(seat, inside.shop);
  const onPick: ViewProps['onPick'] = (seat, section) => {
    const { selection, stock } = state;
    const next = pickSeat(selection, seat, section, stock.sections, { ...sale, ...state }, seatNamed);
    session.choose(next);
    // a button of the list says by itself that it is pressed
    if (view === 'map' && next !== selection) sayNow(pickChange(selection, next, inside));
    const type = sale.ticketTypes.find(({ id }) => id === seat.ticketTypeId);
    setRefused(next === selection && type ? { selection, type } : null);
  };
  const seatTypes = new Set(props.state.selection.seats.map(({ ticketTypeId }) => ticketTypeId));
  const switchTo = (name: 'map' | 'list', label: string) => (
    <button type="button" class="button button-small" aria-pressed={view === name} onClick={() => setView(name)}>
      {label}
    </button>
  );
  return (
    <section class="card picker" aria-labelledby="picker-title">
      <div class="picker-head">
        <h2 id="picker-title">{inside.shop.map}</h2>
        <div class="picker-views">
          {switchTo('map', inside.shop.mapView)}
          {switchTo('list', inside.shop.listView)}
        </div>
      </div>
      {view === 'map' ? <MapView {...props} onPick={onPick} /> : <ListView {...props} onPick={onPick} />}
      <MapLegend sale={props.sale} plan={props.plan} signs={view === 'map'} />
      <ChosenSeats session={props.session} state={props.state} />
      {(state.selection.seats.length > 0 || refused) && (
        <LimitNote state={state} types={sale.ticketTypes.filter(({ id }) => seatTypes.has(id))} refused={refused} />
      )}
    </section>
  );
}
