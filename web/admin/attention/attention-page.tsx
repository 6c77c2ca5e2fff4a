import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttentionShape, ResolvedShape } from '../../../src/contract/attention-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { Link, useHeading } from '../ui/router.jsx';
import { AttentionItem } from './attention-item.jsx';
import { verbWords } from './attention-words.js';
import { Decide, type Decision } from './decide.jsx';

const REFRESH_MS = 10_000;

function useAttention() {
  return useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => call<{ items: AttentionShape[] }>('GET', 'attention', undefined, signal),
    refetchInterval: REFRESH_MS,
  });
}

/** Lists what only a person can decide, oldest first, with the available actions. */
export function AttentionPage() {
  const heading = useHeading('Attention');
  const queries = useQueryClient();
  const { data, error, isPending } = useAttention();
  const [decision, setDecision] = useState<Decision | null>(null);
  const [done, setDone] = useState<ResolvedShape | null>(null);
  const items = data?.items ?? [];
  const again = (): void => void queries.invalidateQueries({ queryKey: ['attention'] });
  const close = (): void => {
    setDecision(null);
    again();
  };
  const undo = useMutation({
    mutationFn: (id: string) => call('POST', `attention/${id}/reopen`),
    onSuccess: () => {
      setDone(null);
      again();
    },
  });
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Attention
        </h1>
      </div>
      <RefusalNote error={error ?? undo.error} />
      {done && (
        <p className="note" role="status">
          Decided: {verbWords[done.verb].label.toLowerCase()}.{' '}
          {done.undo === 'possible' && (
            <button type="button" className="as-link" disabled={undo.isPending} onClick={() => undo.mutate(done.id)}>
              Undo
            </button>
          )}
        </p>
      )}
      {isPending && <p className="muted">Reading what needs a person…</p>}
      {data && items.length === 0 && <p className="empty">Nothing needs a person right now.</p>}
      <ul className="attention-items">
        {items.map((item) => (
          <AttentionItem key={item.id} item={item} onVerb={(verb) => setDecision({ item, verb })} />
        ))}
      </ul>
      <Decide decision={decision} onClose={close} onDone={setDone} />
    </section>
  );
}

/** Shows the number of pending decisions on other pages; renders nothing if there are none. */
export function AttentionNotice() {
  const { data } = useAttention();
  const n = data?.items.length ?? 0;
  if (n === 0) return null;
  return (
    <p className="card attention" role="status">
      <Link href="/admin/attention">{n === 1 ? 'One thing needs a person' : `${n} things need a person`}</Link>
    </p>
  );
}
