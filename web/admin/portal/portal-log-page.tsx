import { useState } from 'react';
import type { PartnerLogActor, PartnerLogPage } from '../../../src/contract/partners/partner-log-shapes.js';
import { LogLine } from '../log/log-line.jsx';
import { KindSelect, LogList } from '../log/log-list.jsx';
import { useLog } from '../log/use-log.js';
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
  const log = useLog<PartnerLogPage['entries'][number]>(
    'log',
    new URLSearchParams(kind === null ? {} : { action: kind }),
  );
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Log
        </h1>
        <p className="muted grow">What your keys and people did here. It is kept for three years.</p>
        <KindSelect kinds={kinds} value={kind} onChange={setKind} />
      </div>
      <LogList log={log} empty={kind === null ? 'Nothing was done yet.' : 'No entry matches.'}>
        {({ id, at, actor, action, subject, subjectName, details }) => (
          <LogLine
            key={id}
            who={whoOf(actor)}
            action={action}
            what={subject.endsWith(`:${actor.id}`) ? null : <span>{subjectName ?? subject}</span>}
            at={at}
            data={details}
          />
        )}
      </LogList>
    </section>
  );
}

function whoOf({ kind, name }: PartnerLogActor): string {
  if (kind === 'promoter') return 'The promoter';
  if (kind === 'service') return 'Ropeline';
  return kind === 'key' ? `The key “${name}”` : (name ?? 'Somebody');
}
