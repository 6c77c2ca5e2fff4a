import { Button } from '@mantine/core';
import { useState } from 'react';
import type { MapSection, MapStanding } from '../../../../src/contract/stock/seat-map-shapes.js';
import { count } from '../../control/figures/words.js';
import { NumberField, SelectField, TextField } from '../../ui/fields.jsx';
import { seatsOfSection } from './drawing.js';
import { extentOf } from './editor.state.js';
import { ShapeForm } from './shape-form.jsx';
import { wholeNumber } from './typed-number.js';
import type { Editor } from './use-editor.js';

/** Settings of the selected section or standing area. */
export function PartSettings({ editor }: { editor: Editor }) {
  const { map, selection } = editor;
  const section = map.sections.find(({ key }) => key === selection.key);
  if (section) return <SectionSettings key={section.key} editor={editor} section={section} />;
  const area = map.standing?.find(({ key }) => key === selection.key);
  return area ? <StandingSettings key={area.key} editor={editor} area={area} /> : null;
}

function SectionSettings({ editor, section }: { editor: Editor; section: MapSection }) {
  const { map, change } = editor;
  const { key, label, zone } = section;
  const { zones = [] } = map;
  const hasTables = (section.tables ?? []).length > 0;
  return (
    <section className="card stack" aria-labelledby="editor-part">
      <h2 id="editor-part">{label}</h2>
      <p className="small muted">
        Key {key}, {count(seatsOfSection(section).length)} seats.
      </p>
      <TextField
        label="Name"
        value={label}
        maxLength={60}
        error={label.trim() === '' ? 'A section needs a name.' : undefined}
        onChange={(next) => change({ type: 'describe', key, label: next, zone: zone ?? null })}
      />
      {zones.length > 0 && (
        <SelectField
          label="Zone"
          value={zone ?? ''}
          options={[{ value: '', label: 'None' }, ...zones.map((each) => ({ value: each.key, label: each.label }))]}
          onChange={(next) => change({ type: 'describe', key, label, zone: next === '' ? null : next })}
        />
      )}
      <PartButtons editor={editor} part={key} label={label} />
      <details className="more">
        <summary>Lay the rows out again</summary>
        <p className="small muted">
          Replaces every row of this section: marks and zones of single seats are lost{hasTables ? '; tables stay' : ''}
          .
        </p>
        <ShapeForm submit="Replace the rows" onShape={(shape) => change({ type: 'shape-section', key, shape })} />
      </details>
    </section>
  );
}

function StandingSettings({ editor, area }: { editor: Editor; area: MapStanding }) {
  const { change } = editor;
  const { key, label } = area;
  const { left, right, top, bottom } = extentOf(area.outline);
  const [typed, setTyped] = useState({
    capacity: String(area.capacity),
    width: String(Math.round(right - left)),
    depth: String(Math.round(bottom - top)),
  });
  const read = {
    capacity: wholeNumber(typed.capacity, 1, 999_999),
    width: wholeNumber(typed.width, 1, 500),
    depth: wholeNumber(typed.depth, 1, 500),
  };
  const set = (field: keyof typeof typed) => (value: string) => setTyped({ ...typed, [field]: value });
  const apply = (): void => {
    const { capacity, width, depth } = read;
    if (capacity !== null && width !== null && depth !== null)
      change({ type: 'size-standing', key, capacity, width, depth });
  };
  const number = (field: keyof typeof typed, name: string, most: number) => (
    <NumberField
      label={name}
      value={typed[field]}
      onChange={set(field)}
      onBlur={apply}
      error={read[field] === null ? `A whole number from 1 to ${most}.` : undefined}
    />
  );
  return (
    <section className="card stack" aria-labelledby="editor-part">
      <h2 id="editor-part">{label}</h2>
      <TextField
        label="Name"
        value={label}
        maxLength={60}
        error={label.trim() === '' ? 'An area needs a name.' : undefined}
        onChange={(next) => change({ type: 'describe', key, label: next, zone: null })}
      />
      <div className="editor-numbers">
        {number('capacity', 'People', 999_999)}
        {number('width', 'Width in seats', 500)}
        {number('depth', 'Depth in rows', 500)}
      </div>
      <PartButtons editor={editor} part={key} label={label} />
    </section>
  );
}

const MOVES = [
  ['←', 'left', -1, 0],
  ['→', 'right', 1, 0],
  ['↑', 'towards the stage', 0, -1],
  ['↓', 'away from the stage', 0, 1],
] as const;

function PartButtons({ editor: { change }, part, label }: { editor: Editor; part: string; label: string }) {
  return (
    <div className="row">
      {MOVES.map(([sign, where, dx, dy]) => (
        <Button key={where} variant="default" onClick={() => change({ type: 'move', key: part, dx, dy })}>
          <span aria-hidden="true">{sign}</span>
          <span className="hidden-words">
            Move {label} {where}
          </span>
        </Button>
      ))}
      <Button variant="subtle" color="bad" onClick={() => change({ type: 'remove', key: part })}>
        Remove<span className="hidden-words"> {label}</span>
      </Button>
    </div>
  );
}
