import { Button, FileInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SeatMapList, SeatMapSummary } from '../../../src/contract/stock/seat-map-shapes.js';
import { count } from '../control/figures/words.js';
import { call, callWithText, Refusal } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { go, useHeading } from '../ui/router.jsx';
import { EDITOR_PATH } from './editor/editor-page.jsx';
import { MapPreview } from './map-preview.jsx';

const LIST = ['seat-maps'];

/** Lists the stored seat maps; previews, imports and removes them. */
export function SeatMapsPage() {
  const heading = useHeading('Seat maps');
  const { data, error } = useQuery({
    queryKey: LIST,
    queryFn: ({ signal }) => call<SeatMapList>('GET', 'seat-maps', undefined, signal),
  });
  const [shown, setShown] = useState<string | null>(null);
  const maps = data?.seatMaps ?? [];
  return (
    <section className="page stack">
      <h1 ref={heading} tabIndex={-1}>
        Seat maps
      </h1>
      <p className="muted">A sale copies its map when it is made. Changing or deleting a map here changes no sale.</p>
      <div className="row">
        <Button onClick={() => go(EDITOR_PATH)}>Draw a map</Button>
      </div>
      <ImportForm onImported={setShown} />
      <RefusalNote error={error} />
      {!data && !error && <p className="muted">Loading maps…</p>}
      <ul className="seat-map-list">
        {maps.map((map) => (
          <li key={map.id} className="card stack">
            <MapHead map={map} isShown={shown === map.id} onShow={() => setShown(shown === map.id ? null : map.id)} />
            {shown === map.id && <MapPreview map={map} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface HeadProps {
  map: SeatMapSummary;
  isShown: boolean;
  onShow: () => void;
}

function MapHead({ map, isShown, onShow }: HeadProps) {
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const removal = useMutation({
    mutationFn: () => call<undefined>('DELETE', `seat-maps/${map.id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: LIST }),
  });
  const facts = [
    `${count(map.seats)} seats in ${count(map.sections)} sections`,
    ...(map.standing > 0 ? [`standing room for ${count(map.standing)}`] : []),
    ...(map.accessible > 0 ? [`${count(map.accessible)} wheelchair places`] : []),
    ...(map.zones.length > 0 ? [`zones: ${map.zones.map(({ label }) => label).join(', ')}`] : []),
  ];
  return (
    <div className="seat-map-head">
      <div>
        <h2>{map.name}</h2>
        <p className="small muted">
          {[...facts, map.shipped ? 'comes with Ropeline' : null].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div className="row">
        <Button variant={isShown ? 'filled' : 'default'} aria-expanded={isShown} onClick={onShow}>
          {isShown ? 'Hide' : 'Show'}
          <span className="hidden-words"> {map.name}</span>
        </Button>
        <Button variant="default" onClick={() => go(`${EDITOR_PATH}/${map.id}`)}>
          Draw a copy<span className="hidden-words"> of {map.name}</span>
        </Button>
        <Button variant="default" component="a" href={`/v1/admin/seat-maps/${map.id}?format=csv`} download>
          CSV<span className="hidden-words"> of {map.name}</span>
        </Button>
        {!map.shipped &&
          (asked ? (
            <Button color="bad" loading={removal.isPending} onClick={() => removal.mutate()}>
              Delete for good
            </Button>
          ) : (
            <Button variant="subtle" color="bad" onClick={() => setAsked(true)}>
              Delete<span className="hidden-words"> {map.name}</span>
            </Button>
          ))}
      </div>
      <RefusalNote error={removal.error} />
    </div>
  );
}

function ImportForm({ onImported }: { onImported: (id: string) => void }) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const load = useMutation({
    mutationFn: async (chosen: File) => {
      const isCsv = chosen.name.toLowerCase().endsWith('.csv');
      const query = name.trim() === '' ? '' : `?name=${encodeURIComponent(name.trim())}`;
      return await callWithText<SeatMapSummary>(
        `seat-maps${query}`,
        await chosen.text(),
        isCsv ? 'text/csv' : 'application/json',
      );
    },
    onSuccess: async ({ id }) => {
      setFile(null);
      setName('');
      onImported(id);
      await client.invalidateQueries({ queryKey: LIST });
    },
  });
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (file) load.mutate(file);
      }}
    >
      <h2>Import a map</h2>
      <p className="small muted">
        JSON (docs/seat-map.md), or a CSV with the columns section, row, seat and, as far as you have them, zone, x, y,
        accessible, companionOf, restricted. Up to 8 MiB.
      </p>
      <div className="pair">
        <FileInput
          label="File"
          placeholder="Choose a .json or .csv file"
          accept=".json,.csv,application/json,text/csv"
          value={file}
          onChange={setFile}
          clearable
          size="md"
        />
        <TextInput
          label="Name"
          description="Left out: the name in the file."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={60}
          size="md"
        />
      </div>
      <ImportErrors error={load.error} />
      <div className="row row-end">
        <Button type="submit" disabled={!file} loading={load.isPending}>
          Import
        </Button>
      </div>
    </form>
  );
}

/** Lists a file's errors by line, to be fixed in the program that produced it. */
function ImportErrors({ error }: { error: unknown }) {
  const errors = error instanceof Refusal ? (error.problem?.errors ?? []) : [];
  if (!errors.some(({ line }) => line !== undefined)) return <RefusalNote error={error} />;
  return (
    <div className="note note-bad" role="alert">
      <div>
        <p>The file was not imported. {errors.length >= 50 ? 'The first mistakes:' : 'What is wrong with it:'}</p>
        <table className="import-errors">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Where</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {errors.map(({ field, message, line }) => (
              <tr key={`${line} ${field} ${message}`}>
                <td>{line ?? '–'}</td>
                <td>{field}</td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
