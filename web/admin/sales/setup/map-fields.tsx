import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SeatMapList, SeatMapShape, SeatMapSummary } from '../../../../src/contract/stock/seat-map-shapes.js';
import { call } from '../../net/api.js';
import { CheckField, SelectField } from '../../ui/fields.jsx';
import { Link } from '../../ui/router.jsx';
import type { TicketDraft } from './sale-draft.js';

/** Stored seat maps; empty while loading. */
export function useSeatMaps(): SeatMapSummary[] {
  const { data } = useQuery({
    queryKey: ['seat-maps'],
    queryFn: ({ signal }) => call<SeatMapList>('GET', 'seat-maps', undefined, signal),
  });
  return data?.seatMaps ?? [];
}

interface MapSelectProps {
  maps: SeatMapSummary[];
  value: string | null;
  onChange: (id: string | null) => void;
}

/** Selects the house for a show with reserved seats. */
export function MapSelect({ maps, value, onChange }: MapSelectProps) {
  return (
    <>
      <SelectField
        label="Seat map"
        why="Named seats come from it. Without one, ticket types below can be drawn as plain rows."
        value={value ?? ''}
        options={[{ value: '', label: 'No stored map' }, ...maps.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(id) => onChange(id || null)}
      />
      <p className="small">
        <Link href="/admin/seat-maps">Look at the maps, or import one</Link>
      </p>
    </>
  );
}

interface ZoneFieldsProps {
  map: SeatMapSummary;
  ticket: TicketDraft;
  error: string | undefined;
  onChange: (changes: Partial<TicketDraft>) => void;
}

/** A map without zones is sold as a whole, by the sections that it has. */
function AllSeats({ map, ticket, onChange }: Omit<ZoneFieldsProps, 'error'>) {
  const { data } = useQuery({
    queryKey: ['seat-map', map.id],
    queryFn: ({ signal }) => call<SeatMapShape>('GET', `seat-maps/${map.id}`, undefined, signal),
  });
  const keys = data?.seatMap.sections.map(({ key }) => key) ?? [];
  const isKnown = keys.length === 0 || keys.join(' ') === ticket.mapSections.join(' ');
  useEffect(() => {
    if (!isKnown) onChange({ mapSections: keys });
  });
  return <p className="small muted">All {map.seats.toLocaleString('en')} seats of the map: it has no zones.</p>;
}

/** Assigns zones of the house to a ticket type: every zone belongs to exactly one. */
export function ZoneFields({ map, ticket, error, onChange }: ZoneFieldsProps) {
  if (map.zones.length === 0) return <AllSeats {...{ map, ticket, onChange }} />;
  return (
    <fieldset className="field" tabIndex={-1} {...(error === undefined ? {} : { 'aria-invalid': true })}>
      <legend>Zones</legend>
      <p className="field-why">Each zone is sold by one ticket type.</p>
      <div className="check-grid">
        {map.zones.map(({ key, label }) => (
          <CheckField
            key={key}
            label={label}
            checked={ticket.zones.includes(key)}
            onChange={(checked) =>
              onChange({ zones: checked ? [...ticket.zones, key] : ticket.zones.filter((zone) => zone !== key) })
            }
          />
        ))}
      </div>
      {error !== undefined && <p className="field-error">{error}</p>}
    </fieldset>
  );
}
