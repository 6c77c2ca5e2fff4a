import { memo, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { MapPoint, MapSection, MapZone, SeatMapDocument } from '../../../../src/contract/stock/seat-map-shapes.js';
import { boxOf } from '../../../shared/seat-map/camera.js';
import { allSeats, pointsOf, rectangle } from './drawing.js';
import { extentOf, middleOf } from './editor.state.js';
import { circle, seatPaths } from './seat-paths.js';
import { picked, type Selection, seatNear, seatOf, seatsWithin } from './selection.js';

/** Free space around the house, and the smallest house shown, in widths of a seat. */
const MARGIN = 3;
const SMALLEST = 24;
/** Distance from a seat's middle at which a click still means it. */
const REACH = 0.7;
/** A pointer that moves less has clicked. */
const CLICK = 0.4;

interface Props {
  map: SeatMapDocument;
  selection: Selection;
  zoom: number;
  onSelect: (selection: Selection) => void;
  onMove: (key: string, dx: number, dy: number) => void;
}
interface Drag {
  /** The section or area being moved; null draws a selection frame. */
  key: string | null;
  from: MapPoint;
  to: MapPoint;
}

/** Draws the house as SVG; a click selects, a frame selects many, and dragging a name moves its section. */
export function MapDrawing({ map, selection, zoom, onSelect, onMove }: Props) {
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const box = useMemo(() => viewOf(map), [map]);
  const at = (event: PointerEvent): MapPoint => {
    const matrix = svg.current?.getScreenCTM()?.inverse();
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    return { x, y };
  };
  const begin = (event: PointerEvent, key: string | null): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    // a finger on the paper scrolls it
    if (event.pointerType === 'mouse' || key !== null) svg.current?.setPointerCapture(event.pointerId);
    const from = at(event);
    setDrag({ key, from, to: from });
    if (key !== null) onSelect({ ...selection, key, seats: new Set() });
  };
  const end = (event: PointerEvent): void => {
    if (!drag) return;
    setDrag(null);
    const to = at(event);
    const isClick = Math.hypot(to.x - drag.from.x, to.y - drag.from.y) < CLICK;
    if (drag.key !== null) {
      if (!isClick)
        onMove(drag.key, Math.round((to.x - drag.from.x) * 2) / 2, Math.round((to.y - drag.from.y) * 2) / 2);
      return;
    }
    const isAdded = event.shiftKey || event.ctrlKey || event.metaKey || event.pointerType === 'touch';
    if (!isClick) return onSelect(picked(selection, seatsWithin(map, drag.from, to), isAdded));
    const seat = seatNear(map, to, REACH);
    if (seat) onSelect(picked(selection, [seat], isAdded));
    else if (!isAdded) onSelect({ ...selection, seats: new Set(), cursor: null });
  };
  const shift = (key: string) =>
    drag?.key === key ? `translate(${drag.to.x - drag.from.x} ${drag.to.y - drag.from.y})` : undefined;
  const frame = drag && drag.key === null ? extentOf([drag.from, drag.to]) : null;
  return (
    <svg
      ref={svg}
      className={zoom === 1 ? 'editor-drawing is-whole' : 'editor-drawing'}
      style={{ width: `${zoom * 100}%` }}
      viewBox={`${box.left} ${box.top} ${box.right - box.left} ${box.bottom - box.top}`}
      aria-hidden="true"
      onPointerDown={(event) => begin(event, null)}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: at(event) })}
      onPointerUp={end}
      onPointerCancel={() => setDrag(null)}
    >
      {map.stage && <Area outline={map.stage.outline} label={map.stage.label} className="editor-stage" />}
      {map.standing?.map(({ key, label, outline }) => (
        <g key={key} transform={shift(key)} className="editor-handle" onPointerDown={(event) => begin(event, key)}>
          <Area
            outline={outline}
            label={label}
            className={key === selection.key ? 'editor-area is-on' : 'editor-area'}
          />
        </g>
      ))}
      {map.sections.map((section) => (
        <g key={section.key} transform={shift(section.key)}>
          <Seats section={section} zones={map.zones} />
          <SectionName
            section={section}
            isOn={section.key === selection.key}
            onPointerDown={(event) => begin(event, section.key)}
          />
        </g>
      ))}
      <Selected map={map} selection={selection} />
      {frame && (
        <rect
          className="editor-frame"
          x={frame.left}
          y={frame.top}
          width={frame.right - frame.left}
          height={frame.bottom - frame.top}
        />
      )}
    </svg>
  );
}

function viewOf(map: SeatMapDocument) {
  const { left, right, top, bottom } = boxOf(pointsOf(map));
  const corners = rectangle(
    { x: (left + right) / 2, y: (top + bottom) / 2 },
    Math.max(SMALLEST, right - left + 2 * MARGIN),
    Math.max(SMALLEST / 2, bottom - top + 2 * MARGIN),
  );
  return extentOf(corners);
}

const Seats = memo(({ section, zones }: { section: MapSection; zones: MapZone[] | undefined }) =>
  seatPaths(section, zones).map(({ className, d }) => (
    <path key={className} className={className} d={d} fillRule="evenodd" />
  )),
);

interface NameProps {
  section: MapSection;
  isOn: boolean;
  onPointerDown: (event: PointerEvent) => void;
}

function SectionName({ section, isOn, onPointerDown }: NameProps) {
  const { left, right, top } = boxOf(pointsOf({ sections: [section] }));
  return (
    <text
      className={isOn ? 'editor-name is-on' : 'editor-name'}
      x={(left + right) / 2}
      y={top - 1.4}
      onPointerDown={onPointerDown}
    >
      {section.label}
    </text>
  );
}

function Area({ outline, label, className }: { outline: readonly MapPoint[]; label: string; className: string }) {
  const { x, y } = middleOf(outline);
  return (
    <g className={className}>
      <polygon points={outline.map((point) => `${point.x},${point.y}`).join(' ')} />
      <text x={x} y={y}>
        {label}
      </text>
    </g>
  );
}

function Selected({ map, selection }: { map: SeatMapDocument; selection: Selection }) {
  const d = useMemo(
    () =>
      allSeats(map)
        .filter(({ id }) => selection.seats.has(id))
        .map(({ seat }) => circle(seat.x, seat.y, 0.5))
        .join(''),
    [map, selection.seats],
  );
  const cursor = seatOf(map, selection.cursor);
  return (
    <>
      <path className="editor-selected" d={d} />
      {cursor && <circle className="editor-cursor" cx={cursor.seat.x} cy={cursor.seat.y} r={0.65} />}
    </>
  );
}
