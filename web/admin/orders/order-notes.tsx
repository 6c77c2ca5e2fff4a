import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { OrderNoteShape } from '../../../src/contract/orders/order-note-shapes.js';
import type { StaffOrderDetail } from '../../../src/contract/staff/staff-shapes.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { useActorNames } from '../ui/actor-names.js';
import { exactTime } from '../ui/exact-time.js';
import { AreaField } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';

const MOST_CHARACTERS = 500;

/** What staff wrote about an order, and a field for more. */
export function OrderNotes({ order }: { order: StaffOrderDetail }) {
  const { mayRun, mayRefund } = useSession();
  const nameOf = useActorNames();
  const mayWrite = mayRun || mayRefund;
  if (order.notes.length === 0 && !mayWrite) return null;
  return (
    <section className="card stack" aria-label="Notes">
      <h2>Notes</h2>
      {order.notes.length > 0 && (
        <ul className="lines">
          {order.notes.map(({ id, text, actor, at }) => (
            <li key={id}>
              {text === null ? <p className="muted">Erased with the buyer’s data.</p> : <p>{text}</p>}
              <p className="small muted">
                {nameOf(actor)}, {exactTime(at)}
              </p>
            </li>
          ))}
        </ul>
      )}
      {mayWrite && <NoteForm orderId={order.id} />}
    </section>
  );
}

function NoteForm({ orderId }: { orderId: string }) {
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: (note: string) => call<OrderNoteShape>('POST', `orders/${orderId}/notes`, { text: note }),
    onSuccess: async () => {
      setText('');
      await queries.invalidateQueries({ queryKey: ['order', orderId] });
    },
  });
  const note = text.replace(/\s+/g, ' ').trim();
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (note !== '') add.mutate(note);
  };
  return (
    <form className="stack-small" onSubmit={submit}>
      <AreaField
        label="Add a note"
        why="Only your team reads it. It is part of what a buyer gets who asks for their data."
        value={text}
        onChange={setText}
        maxLength={MOST_CHARACTERS}
        rows={2}
      />
      <RefusalNote error={add.error} />
      <div className="row row-end">
        <Button type="submit" variant="default" disabled={note === ''} loading={add.isPending}>
          Add the note
        </Button>
      </div>
    </form>
  );
}
