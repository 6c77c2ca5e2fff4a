import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { AttentionItemsShape, ResolvedShape } from '../../../src/contract/staff/attention-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { Link, useHeading } from '../ui/router.jsx';
import { useSession } from '../session/session.js';
import { AttentionItem } from './attention-item.jsx';
import { meaningOf } from './attention-keys.js';
import { verbWords } from './attention-words.js';
import { Decide, type Decision } from './decide.jsx';

const REFRESH_MS = 10_000;

function useAttention() {
  return useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => call<AttentionItemsShape>('GET', 'attention', undefined, signal),
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
  const { mayRefund } = useSession();
  const items = data?.items ?? [];
  const list = useRef<HTMLUListElement>(null);
  const focusItem = (index: number): void => {
    const all = list.current?.children;
    const item = all?.[Math.min(index, all.length - 1)];
    if (item instanceof HTMLElement) item.focus();
  };
  const again = async (): Promise<void> => await queries.invalidateQueries({ queryKey: ['attention'] });
  const close = (): void => {
    const index = items.findIndex(({ id }) => id === decision?.item.id);
    setDecision(null);
    // the decided item is gone: whoever works through the list goes on with the one in its place
    void again().then(() => focusItem(index));
  };
  const undo = useMutation({
    mutationFn: (id: string) => call('POST', `attention/${id}/reopen`),
    onSuccess: () => {
      setDone(null);
      void again();
    },
  });
  const onKey = (event: KeyboardEvent<HTMLUListElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = [...event.currentTarget.children].findIndex((each) => each.contains(event.target as Node));
    const item = items[index];
    if (!item) return;
    const meaning = meaningOf(event.key, { index, count: items.length, verbs: mayRefund ? item.verbs : [] });
    if (!meaning) return;
    event.preventDefault();
    if (meaning.kind === 'focus') focusItem(meaning.index);
    else if (meaning.kind === 'verb') setDecision({ item, verb: meaning.verb });
    else if (done?.undo === 'possible' && !undo.isPending) undo.mutate(done.id);
  };
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
      {data && data.total > items.length && (
        <p className="note" role="status">
          The oldest {items.length} of {data.total} are shown; the others follow as these are decided.
        </p>
      )}
      {items.length > 0 && (
        <p className="small muted">
          By keyboard, with an item in focus: <kbd>J</kbd> and <kbd>K</kbd> move, <kbd>1</kbd> to <kbd>9</kbd> decide,{' '}
          <kbd>U</kbd> undoes.
        </p>
      )}
      <ul ref={list} className="attention-items" onKeyDown={onKey}>
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
  const n = data?.total ?? 0;
  if (n === 0) return null;
  return (
    <p className="card attention" role="status">
      <Link href="/admin/attention">{n === 1 ? 'One thing needs a person' : `${n} things need a person`}</Link>
    </p>
  );
}
