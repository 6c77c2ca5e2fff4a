import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SeatMapDocument, SeatMapShape, SeatMapSummary } from '../../../../src/contract/stock/seat-map-shapes.js';
import { count } from '../../control/figures/words.js';
import { call, callWithText } from '../../net/api.js';
import { TextField } from '../../ui/fields.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { go, useHeading } from '../../ui/router.jsx';
import { allSeats } from './drawing.js';
import { KEYS_HELP, onEditorKey } from './editor-keys.js';
import { HouseSettings, Parts } from './house-settings.jsx';
import { forgetMap } from './kept-map.js';
import { MapDrawing } from './map-drawing.jsx';
import { PartSettings } from './part-settings.jsx';
import { SeatMarks } from './seat-marks.jsx';
import { type Editor, useEditor } from './use-editor.js';

export const EDITOR_PATH = '/admin/seat-maps/draw';
const ZOOMS = [1, 1.5, 2.5, 4] as const;

/** Draws a new map, or a copy of a stored one: /admin/seat-maps/draw/{id}. */
export function EditorPage({ path }: { path: string }) {
  const source = /^[\w-]+$/.exec(path.slice(EDITOR_PATH.length + 1))?.[0] ?? null;
  const stored = useQuery({
    queryKey: ['seat-map', source],
    queryFn: ({ signal }) => call<SeatMapShape>('GET', `seat-maps/${source}`, undefined, signal),
    enabled: source !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (source !== null && !stored.data)
    return (
      <section className="page">
        {stored.error ? <RefusalNote error={stored.error} /> : <p className="muted">Loading map…</p>}
      </section>
    );
  return <EditorForm source={source} opened={stored.data ? copyOf(stored.data) : null} />;
}

const copyOf = ({ name, seatMap }: SeatMapShape): SeatMapDocument => ({
  ...seatMap,
  name: `${name} (copy)`.slice(0, 60),
});

function EditorForm({ source, opened }: { source: string | null; opened: SeatMapDocument | null }) {
  const heading = useHeading('Draw a seat map');
  const editor = useEditor(source, opened);
  const { map, change } = editor;
  return (
    <section className="page stack">
      <h1 ref={heading} tabIndex={-1}>
        Draw a seat map
      </h1>
      <TextField
        label="Name"
        value={map.name ?? ''}
        maxLength={60}
        placeholder="Town hall"
        onChange={(name) => change({ type: 'name', name })}
      />
      <div className="editor">
        <Paper editor={editor} />
        <div className="stack">
          <SeatMarks editor={editor} />
          <PartSettings editor={editor} />
          <Parts editor={editor} />
          <HouseSettings editor={editor} />
        </div>
      </div>
      <SaveBar editor={editor} source={source} />
    </section>
  );
}

function Paper({ editor }: { editor: Editor }) {
  const [zoom, setZoom] = useState(0);
  const { map, selection, select, change, undo, redo } = editor;
  return (
    <div className="stack editor-board">
      <div className="row" role="toolbar" aria-label="Drawing">
        <Button variant="default" disabled={!editor.canUndo} onClick={undo}>
          Undo
        </Button>
        <Button variant="default" disabled={!editor.canRedo} onClick={redo}>
          Redo
        </Button>
        <Button variant="default" disabled={zoom === ZOOMS.length - 1} onClick={() => setZoom(zoom + 1)}>
          Larger
        </Button>
        <Button variant="default" disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          Smaller
        </Button>
      </div>
      <div
        className="editor-paper"
        tabIndex={0}
        role="application"
        aria-label="Seat map"
        aria-describedby="editor-keys"
        onKeyDown={(event) => onEditorKey(event, editor)}
      >
        <MapDrawing
          {...{ map, selection }}
          zoom={ZOOMS[zoom] ?? 1}
          onSelect={select}
          onMove={(key, dx, dy) => change({ type: 'move', key, dx, dy })}
        />
      </div>
      <p id="editor-keys" className="small muted">
        {KEYS_HELP}
      </p>
    </div>
  );
}

function SaveBar({ editor: { map }, source }: { editor: Editor; source: string | null }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => callWithText<SeatMapSummary>('seat-maps', JSON.stringify(map), 'application/json'),
    onSuccess: async () => {
      forgetMap(source);
      await client.invalidateQueries({ queryKey: ['seat-maps'] });
      go('/admin/seat-maps');
    },
  });
  const standing = (map.standing ?? []).reduce((sum, { capacity }) => sum + capacity, 0);
  const isNamed = (map.name ?? '').trim() !== '';
  return (
    <div className="card stack">
      <p>
        {count(allSeats(map).length)} seats in{' '}
        {map.sections.length === 1 ? 'one section' : `${count(map.sections.length)} sections`}
        {standing > 0 && `, standing room for ${count(standing)}`}.{!isNamed && ' Give the map a name to save it.'}
      </p>
      <RefusalNote error={save.error} />
      <div className="row row-end">
        <Button
          variant="subtle"
          onClick={() => {
            forgetMap(source);
            go('/admin/seat-maps');
          }}
        >
          Discard
        </Button>
        <Button
          disabled={!isNamed || map.sections.length + standing === 0}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          Save the map
        </Button>
      </div>
    </div>
  );
}
