import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { SeatMapList, SeatMapSummary } from '../../../src/contract/seat-map-shapes.js';
import { call } from '../net/api.js';
import { Link } from '../ui/router.jsx';
import type { TicketDraft } from './sale-draft.js';

/** Stored maps; empty until they are read. */
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

/** Which house the show is in, when seats have names. */
export function MapSelect({ maps, value, onChange }: MapSelectProps) {
  return (
    <>
      <Select
        label="Seat map"
        description="Named seats come from it. Without one, ticket types below can be drawn as plain rows."
        placeholder="No stored map"
        data={maps.map(({ id, name }) => ({ value: id, label: name }))}
        value={value}
        onChange={onChange}
        clearable
        size="md"
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

/** Which zones of the house a ticket type sells: every zone belongs to exactly one. */
export function ZoneFields({ map, ticket, error, onChange }: ZoneFieldsProps) {
  if (map.zones.length === 0)
    return <p className="small muted">All {map.seats.toLocaleString('en')} seats of the map: it has no zones.</p>;
  return (
    <MultiSelect
      label="Zones"
      description="Each zone is sold by one ticket type."
      data={map.zones.map(({ key, label }) => ({ value: key, label }))}
      value={ticket.zones}
      error={error}
      onChange={(zones) => onChange({ zones })}
      size="md"
    />
  );
}
