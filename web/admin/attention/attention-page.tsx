import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type {
  AttentionItemsShape,
  AttentionShape,
  ResolvedShape,
} from '../../../src/contract/staff/attention-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { Link, useHeading } from '../ui/router.jsx';
import { useSession } from '../session/session.js';
import { AttentionItem } from './attention-item.jsx';
import { meaningOf } from './attention-keys.js';
import { type Verb, verbWords } from './attention-words.js';
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
  const { data, error, isPending, dataUpdatedAt, errorUpdatedAt } = useAttention();
  const [decision, setDecision] = useState<Decision | null>(null);
  const [done, setDone] = useState<ResolvedShape | null>(null);
  const { mayRefund } = useSession();
  const items = data?.items ?? [];
  const list = useRef<HTMLUListElement>(null);
  const focusItem = (index: number): void => {
    const all = list.current?.children;
    const item = all?.[Math.min(index, all.length - 1)];
    // with nothing left to decide, the keys still undo the last decision
    if (item instanceof HTMLElement) item.focus();
    else heading.current?.focus();
  };
  /** What gets the focus once the list was read again: a place in it, or an item by its id. */
  const next = useRef<number | string | null>(null);
  useEffect(() => {
    const to = next.current;
    next.current = null;
    if (to === null || decision !== null) return;
    const reopened = items.findIndex(({ id }) => id === to);
    focusItem(typeof to === 'number' ? to : Math.max(0, reopened));
  }, [dataUpdatedAt]); // the same list read again is the same data
  useEffect(() => {
    next.current = null;
  }, [errorUpdatedAt]);
  const again = async (): Promise<void> => await queries.invalidateQueries({ queryKey: ['attention'] });
  /** The place of the item when its decision was opened: others may end it meanwhile. */
  const opened = useRef(0);
  const decide = (item: AttentionShape, verb: Verb): void => {
    opened.current = items.indexOf(item);
    next.current = null;
    setDecision({ item, verb });
  };
  const close = (): void => {
    setDecision(null);
    // the decided item is gone: whoever works through the list goes on with the one in its place
    next.current = opened.current;
    void again();
  };
  const undo = useMutation({
    mutationFn: (id: string) => call('POST', `attention/${id}/reopen`),
    onSuccess: (_, id) => {
      setDone(null);
      next.current = id; // the button that had the focus goes away
      void again();
    },
  });
  const onKey = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || decision !== null) return;
    // keys of dialogs come here as well, and are theirs
    if (!event.currentTarget.contains(event.target as Node)) return;
    const index = [...(list.current?.children ?? [])].findIndex((each) => each.contains(event.target as Node));
    const item = items[index];
    const meaning = meaningOf(event.key, { index, count: items.length, verbs: (mayRefund && item?.verbs) || [] });
    if (!meaning) return;
    event.preventDefault();
    if (meaning.kind === 'focus') focusItem(meaning.index);
    else if (meaning.kind === 'verb' && item) decide(item, meaning.verb);
    else if (meaning.kind === 'undo' && done?.undo === 'possible' && !undo.isPending) undo.mutate(done.id);
  };
  return (
    <section className="page" onKeyDown={onKey}>
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
          {done.undo === 'possible' && items.length === 0 && (
            <>
              {' '}
              <kbd>U</kbd> undoes, too.
            </>
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
      <ul ref={list} className="attention-items">
        {items.map((item) => (
          <AttentionItem key={item.id} item={item} onVerb={(verb) => decide(item, verb)} />
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
