import { Button, Select, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { AuditEntryShape, AuditPageShape } from '../../../src/contract/staff/staff-shapes.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { Link, useHeading } from '../ui/router.jsx';
import { LogLine } from './log-line.jsx';
import { doneBy } from './log-words.js';

const kinds = [
  { value: 'sale', label: 'Sales' },
  { value: 'order', label: 'Orders' },
  { value: 'attention', label: 'Decisions' },
  { value: 'team', label: 'Team' },
  { value: 'account', label: 'Accounts' },
  { value: 'approval', label: 'Approvals' },
];

function filterOf(search: string, kind: string | null): URLSearchParams {
  return new URLSearchParams({ search, ...(kind === null ? {} : { action: kind }) });
}

/** The audit log, searched and paged by the server. */
export function LogPage() {
  const heading = useHeading('Log');
  const { mayRefund } = useSession();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const [kind, setKind] = useState<string | null>(null);
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['audit', search, kind],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = filterOf(search, kind);
      if (pageParam !== null) query.set('before', pageParam);
      return call<AuditPageShape>('GET', `audit?${query.toString()}`, undefined, signal);
    },
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Log
        </h1>
        <TextInput
          type="search"
          aria-label="Search the log"
          placeholder="A name, a sale, an order, what was done"
          value={typed}
          maxLength={100}
          onChange={(event) => setTyped(event.currentTarget.value)}
          size="md"
          className="grow"
        />
        <Select
          aria-label="Kind"
          placeholder="Everything"
          data={kinds}
          value={kind}
          onChange={setKind}
          clearable
          size="md"
        />
        {mayRefund && (
          <Button
            component="a"
            href={`/v1/admin/audit.csv?${filterOf(search, kind).toString()}`}
            variant="default"
            size="md"
            download
          >
            Download CSV
          </Button>
        )}
      </div>
      <RefusalNote error={error} />
      {isPending && <p className="muted">Loading log…</p>}
      {data && entries.length === 0 && <p className="empty">No entry matches.</p>}
      <ul className="lines">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older entries
        </Button>
      )}
    </section>
  );
}

function Entry({ entry }: { entry: AuditEntryShape }) {
  const { at, actor, action, subject, subjectName, data } = entry;
  const what =
    subject === actor ? null : subject.startsWith('sale_') ? (
      <Link href={`/admin/sales/${subject}`}>{subjectName ?? subject}</Link>
    ) : subject.startsWith('ord_') ? (
      <Link href={`/admin/orders/${subject}`}>{subjectName ?? 'the order'}</Link>
    ) : (
      <span>{subjectName ?? subject}</span>
    );
  return <LogLine who={doneBy(entry)} action={action} what={what} at={at} data={data} />;
}
