import { Button, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { RefusalNote } from '../ui/refusal.jsx';
import type { Log } from './use-log.js';

interface KindProps {
  kinds: { value: string; label: string }[];
  value: string | null;
  onChange: (kind: string | null) => void;
}

/** Narrows a log to one kind of action. */
export function KindSelect({ kinds, value, onChange }: KindProps) {
  return (
    <Select
      aria-label="Kind"
      placeholder="Everything"
      data={kinds}
      value={value}
      onChange={onChange}
      clearable
      size="md"
    />
  );
}

interface ListProps<Entry> {
  log: Log<Entry>;
  /** What an empty list means. */
  empty: string;
  children: (entry: Entry) => ReactNode;
}

export function LogList<Entry>({ log, empty, children }: ListProps<Entry>) {
  return (
    <>
      <RefusalNote error={log.error} />
      {log.isPending && <p className="muted">Loading log…</p>}
      {!log.isPending && log.error === null && log.entries.length === 0 && <p className="empty">{empty}</p>}
      <ul className="lines">{log.entries.map(children)}</ul>
      {log.readOlder && (
        <Button variant="default" loading={log.isReadingOlder} onClick={log.readOlder}>
          Show older entries
        </Button>
      )}
    </>
  );
}
