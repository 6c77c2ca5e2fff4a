import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { AuditEntryShape } from '../../../src/contract/staff-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';

/** Who changed what. */
export function LogPage() {
  const heading = useHeading('Log');
  const { data, error, isPending } = useQuery({
    queryKey: ['audit'],
    queryFn: ({ signal }) => call<{ entries: AuditEntryShape[] }>('GET', 'audit', undefined, signal),
  });
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Log
        </h1>
        <p className="muted">Who changed what: the newest 200 entries. Nothing can be removed from it.</p>
      </div>
      <RefusalNote error={error} />
      {isPending && <p className="muted">Reading the log…</p>}
      {data && (
        <div className="card table-card" tabIndex={0} role="region" aria-label="Log">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">When</Table.Th>
                <Table.Th scope="col">Who</Table.Th>
                <Table.Th scope="col">What</Table.Th>
                <Table.Th scope="col">Details</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.entries.map((entry, index) => (
                <Table.Tr key={`${entry.at} ${index}`}>
                  <Table.Td className="nowrap">{formatShortDayAndTime(entry.at, 'en')}</Table.Td>
                  <Table.Td className="small">{entry.actor}</Table.Td>
                  <Table.Td>
                    {entry.action}
                    <div className="small muted">{entry.subject}</div>
                  </Table.Td>
                  <Table.Td className="small muted">{detailsOf(entry.data)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

const detailsOf = (data: unknown): string => {
  const text = JSON.stringify(data);
  return text === '{}' ? '' : text;
};
