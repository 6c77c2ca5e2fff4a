import { Button, Select } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PartnerLogActor, PartnerLogPage } from '../../../src/contract/partners/partner-log-shapes.js';
import { LogLine } from '../log/log-line.jsx';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';

const kinds = [
  { value: 'webhook', label: 'Webhooks' },
  { value: 'order', label: 'Orders' },
  { value: 'allocation', label: 'Returns' },
  { value: 'api_key', label: 'API keys' },
  { value: 'partner', label: 'People' },
];

/** What the partner's keys and people did, and what the promoter did about them. */
export function PortalLogPage() {
  const heading = useHeading('Log');
  const [kind, setKind] = useState<string | null>(null);
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['log', kind],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams(kind === null ? {} : { action: kind });
      if (pageParam !== null) query.set('before', pageParam);
      return call<PartnerLogPage>('GET', `log?${query.toString()}`, undefined, signal);
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
        <p className="muted grow">What your keys and people did here. It is kept for three years.</p>
        <Select
          aria-label="Kind"
          placeholder="Everything"
          data={kinds}
          value={kind}
          onChange={setKind}
          clearable
          size="md"
        />
      </div>
      <RefusalNote error={error} />
      {isPending && <p className="muted">Reading the log…</p>}
      {data && entries.length === 0 && (
        <p className="empty">{kind === null ? 'Nothing was done yet.' : 'No entry matches.'}</p>
      )}
      <ul className="lines">
        {entries.map(({ id, at, actor, action, subject, subjectName, details }) => (
          <LogLine
            key={id}
            who={whoOf(actor)}
            action={action}
            what={subject.endsWith(`:${actor.id}`) ? null : <span>{subjectName ?? subject}</span>}
            at={at}
            data={details}
          />
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

function whoOf({ kind, name }: PartnerLogActor): string {
  if (kind === 'promoter') return 'The promoter';
  if (kind === 'service') return 'Ropeline';
  return kind === 'key' ? `The key “${name}”` : (name ?? 'Somebody');
}
