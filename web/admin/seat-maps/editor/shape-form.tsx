import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { NumberField, SelectField } from '../../ui/fields.jsx';
import { type BlockShape, shapeBounds, USUAL_SHAPE } from './block-shape.js';
import { numberList, wholeNumber } from './typed-number.js';

interface Typed {
  rows: string;
  seats: string;
  grow: string;
  curve: string;
  startAt: string;
  aisles: string;
  rowNames: BlockShape['rowNames'];
  firstRow: BlockShape['firstRow'];
  numbering: BlockShape['numbering'];
}

const typedOf = (shape: BlockShape): Typed => ({
  ...shape,
  rows: String(shape.rows),
  seats: String(shape.seats),
  grow: String(shape.grow),
  curve: String(shape.curve),
  startAt: String(shape.startAt),
  aisles: shape.aisles.join(', '),
});

/** Returns the shape and the fields that cannot be read. */
function readShape(typed: Typed): { shape: BlockShape | null; wrong: ReadonlySet<keyof Typed> } {
  const read = {
    rows: wholeNumber(typed.rows, 1, shapeBounds.rows),
    seats: wholeNumber(typed.seats, 1, shapeBounds.seats),
    grow: wholeNumber(typed.grow, 0, shapeBounds.grow),
    curve: wholeNumber(typed.curve, 0, shapeBounds.curve),
    startAt: wholeNumber(typed.startAt, 0, shapeBounds.startAt),
    aisles: numberList(typed.aisles, shapeBounds.seats),
  };
  const { rows, seats, grow, curve, startAt, aisles } = read;
  const wrong = new Set(
    Object.entries(read).flatMap(([field, value]) => (value === null ? [field as keyof Typed] : [])),
  );
  const { rowNames, firstRow, numbering } = typed;
  if (rows === null || seats === null || grow === null || curve === null || startAt === null || aisles === null)
    return { shape: null, wrong };
  return { shape: { rows, seats, grow, curve, startAt, aisles, rowNames, firstRow, numbering }, wrong };
}

interface Props {
  submit: string;
  onShape: (shape: BlockShape) => void;
}

/** Asks how the rows of a section are laid out. */
export function ShapeForm({ submit, onShape }: Props) {
  const [typed, setTyped] = useState(() => typedOf(USUAL_SHAPE));
  const { shape, wrong } = readShape(typed);
  const set = (field: keyof Typed) => (value: string) => setTyped({ ...typed, [field]: value });
  const number = (field: keyof typeof shapeBounds, label: string, least: number) => (
    <NumberField
      label={label}
      value={typed[field]}
      onChange={set(field)}
      error={wrong.has(field) ? `A whole number from ${least} to ${shapeBounds[field]}.` : undefined}
    />
  );
  const send = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (shape) onShape(shape);
  };
  return (
    <form className="stack" onSubmit={send} noValidate>
      <div className="editor-numbers">
        {number('rows', 'Rows', 1)}
        {number('seats', 'Seats in the first row', 1)}
        {number('grow', 'More in each row behind', 0)}
        {number('curve', 'Curve in degrees', 0)}
        {number('startAt', 'First seat number', 0)}
        <NumberField
          label="Aisles after seats"
          placeholder="6, 18"
          value={typed.aisles}
          onChange={set('aisles')}
          error={wrong.has('aisles') ? 'Seat counts from the left, separated by commas.' : undefined}
        />
        <SelectField
          label="Seat numbers"
          value={typed.numbering}
          options={[
            { value: 'left', label: 'From the left' },
            { value: 'right', label: 'From the right' },
            { value: 'odd-even', label: 'Odd left, even right' },
          ]}
          onChange={set('numbering')}
        />
        <SelectField
          label="Row names"
          value={typed.rowNames}
          options={[
            { value: 'numbers', label: '1, 2, 3' },
            { value: 'letters', label: 'A, B, C' },
          ]}
          onChange={set('rowNames')}
        />
        <SelectField
          label="First row"
          value={typed.firstRow}
          options={[
            { value: 'front', label: 'At the stage' },
            { value: 'back', label: 'At the back' },
          ]}
          onChange={set('firstRow')}
        />
      </div>
      <div className="row row-end">
        <Button type="submit" disabled={!shape}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
