import { Button } from '@mantine/core';
import type { MapZone, SeatMapDocument } from '../../../../src/contract/stock/seat-map-shapes.js';
import { boxOf } from '../../../shared/seat-map/camera.js';
import { TextField } from '../../ui/fields.jsx';
import type { BlockShape } from './block-shape.js';
import { pointsOf } from './drawing.js';
import { extentOf, middleOf } from './editor.state.js';
import { ShapeForm } from './shape-form.jsx';
import type { Editor } from './use-editor.js';

/** Distance of a new part from those in front of it, in widths of a seat. */
const GAP = 3;
const AREA = { width: 12, depth: 4, capacity: 100 };

/** Adds sections and standing areas behind the others; lists all parts, so that each can be reached without a pointer. */
export function Parts({ editor }: { editor: Editor }) {
  const { map, selection, select, change } = editor;
  const parts = [...map.sections, ...(map.standing ?? [])];
  const selectLast = (of: (map: SeatMapDocument) => readonly { key: string }[]) => (next: SeatMapDocument) => ({
    key: of(next).at(-1)?.key ?? null,
    seats: new Set<string>(),
  });
  const addSection = (shape: BlockShape): void =>
    change(
      { type: 'add-section', shape, at: behind(map) },
      selectLast(({ sections }) => sections),
    );
  const addStanding = (): void => {
    const at = behind(map);
    change(
      { type: 'add-standing', at: { ...at, y: at.y + AREA.depth / 2 }, ...AREA },
      selectLast(({ standing = [] }) => standing),
    );
  };
  return (
    <section className="card stack" aria-labelledby="editor-parts">
      <h2 id="editor-parts">Sections and areas</h2>
      {parts.length === 0 && <p className="muted">Nothing is drawn yet.</p>}
      <div className="row editor-parts">
        {parts.map(({ key, label }) => (
          <Button
            key={key}
            variant={key === selection.key ? 'filled' : 'default'}
            aria-pressed={key === selection.key}
            onClick={() => select({ key, seats: new Set(), cursor: null })}
          >
            {label.trim() === '' ? key : label}
          </Button>
        ))}
      </div>
      <details className="more" open={parts.length === 0}>
        <summary>Add a section</summary>
        <ShapeForm submit="Add the section" onShape={addSection} />
      </details>
      <div className="row">
        <Button variant="default" onClick={addStanding}>
          Add a standing area
        </Button>
      </div>
    </section>
  );
}

function behind(map: SeatMapDocument): { x: number; y: number } {
  const { bottom } = boxOf(pointsOf(map));
  return { x: map.focalPoint?.x ?? 0, y: bottom + GAP };
}

/** The stage, and the zones by which ticket types sell the seats. */
export function HouseSettings({ editor }: { editor: Editor }) {
  const { map, change } = editor;
  const { stage, zones = [] } = map;
  const setStage = (label: string): void => {
    if (!stage) return;
    const { left, right, top, bottom } = extentOf(stage.outline);
    const middle = middleOf(stage.outline);
    change({ type: 'stage', label, middle, width: right - left, depth: bottom - top });
  };
  const setZones = (next: readonly MapZone[]): void => change({ type: 'zones', zones: next });
  return (
    <section className="card stack" aria-labelledby="editor-house">
      <h2 id="editor-house">Stage and zones</h2>
      {stage && <TextField label="Name of the stage" value={stage.label} maxLength={60} onChange={setStage} />}
      {zones.map((zone) => (
        <div key={zone.key} className="editor-zone">
          <TextField
            label={`Zone ${zone.key}`}
            value={zone.label}
            maxLength={60}
            onChange={(label) => setZones(zones.map((each) => (each === zone ? { ...each, label } : each)))}
          />
          <Button variant="subtle" color="bad" onClick={() => setZones(zones.filter((each) => each !== zone))}>
            Remove<span className="hidden-words"> zone {zone.label}</span>
          </Button>
        </div>
      ))}
      <div className="row">
        <Button variant="default" onClick={() => setZones([...zones, newZone(zones)])}>
          Add a zone
        </Button>
      </div>
      <p className="small muted">The best zone first. A ticket type sells sections, zones, or both.</p>
    </section>
  );
}

function newZone(zones: readonly MapZone[]): MapZone {
  const used = new Set(zones.map(({ key }) => key));
  let n = 1;
  while (used.has(`Z${n}`)) n += 1;
  return { key: `Z${n}`, label: `Zone ${n}` };
}
