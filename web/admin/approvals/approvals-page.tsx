import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApprovalShape } from '../../../src/contract/staff/approval-shapes.js';
import { call } from '../net/api.js';
import { useActorNames } from '../ui/actor-names.js';
import { Confirm, type Question } from '../ui/confirm.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';
import { ApprovalCard } from './approval-card.jsx';
import { ApprovalSettings } from './approval-settings.jsx';

const REFRESH_MS = 5_000;

/** Lists pending and decided proposals, and which actions need two people. */
export function ApprovalsPage() {
  const heading = useHeading('Approvals');
  const queries = useQueryClient();
  const nameOf = useActorNames();
  const [question, setQuestion] = useState<Question | null>(null);
  const { data, error, isPending } = useQuery({
    queryKey: ['approvals'],
    queryFn: ({ signal }) => call<{ approvals: ApprovalShape[] }>('GET', 'approvals', undefined, signal),
    refetchInterval: REFRESH_MS,
  });
  const all = data?.approvals ?? [];
  const again = async (): Promise<void> => await queries.invalidateQueries({ queryKey: ['approvals'] });
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Approvals
        </h1>
        <p className="muted">One person asks, another one approves within ten minutes, and it is done once.</p>
      </div>
      <RefusalNote error={error} />
      {isPending && <p className="muted">Reading what waits…</p>}
      {data && !all.some(({ state }) => state === 'asked') && <p className="muted">Nothing waits for a decision.</p>}
      <ul className="members">
        {all.map((approval) => (
          <ApprovalCard key={approval.id} approval={approval} nameOf={nameOf} onAsk={setQuestion} onChanged={again} />
        ))}
      </ul>
      <ApprovalSettings />
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}
