import { Button, TextInput } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import type { AuditEntryShape } from '../../../src/contract/staff/staff-shapes.js';
import { useSession } from '../session/session.js';
import { Link, useHeading } from '../ui/router.jsx';
import { LogLine } from './log-line.jsx';
import { KindSelect, LogList } from './log-list.jsx';
import { doneBy } from './log-words.js';
import { useLog } from './use-log.js';

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
  const filter = filterOf(search, kind);
  const log = useLog<AuditEntryShape>('audit', filter);
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
        <KindSelect kinds={kinds} value={kind} onChange={setKind} />
        {mayRefund && (
          <Button component="a" href={`/v1/admin/audit.csv?${filter.toString()}`} variant="default" size="md" download>
            Download CSV
          </Button>
        )}
      </div>
      <LogList log={log} empty="No entry matches.">
        {(entry) => <Entry key={entry.id} entry={entry} />}
      </LogList>
    </section>
  );
}

function Entry({ entry }: { entry: AuditEntryShape }) {
  const { at, actor, action, subject, subjectName, data } = entry;
  const what =
    subject === actor || (subjectName === null && subject.startsWith('inv_')) ? null : subject.startsWith('sale_') ? (
      <Link href={`/admin/sales/${subject}`}>{subjectName ?? subject}</Link>
    ) : subject.startsWith('ord_') ? (
      <Link href={`/admin/orders/${subject}`}>{subjectName ?? 'the order'}</Link>
    ) : (
      <span>{subjectName ?? subject}</span>
    );
  return <LogLine who={doneBy(entry)} action={action} what={what} at={at} data={data} />;
}
