import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { TicketShape } from '../../../src/contract/orders/order-shapes.js';
import { itemPhrase } from '../../../src/words/seat-phrase.js';
import { newIdempotencyKey } from '../net/api.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announce.js';
import { Dialog } from '../ui/dialog.js';
import { looksLikeEmail, PersonField } from '../ui/person-field.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import type { OrderSession } from './order-session.js';

/** Asks for a ticket's new holder. It cannot be undone here, and the dialog says so first. */
export function TransferDialog({
  session,
  ticket,
  onClose,
  onGiven,
}: {
  session: OrderSession;
  ticket: TicketShape;
  onClose: () => void;
  onGiven: () => void;
}): JSX.Element {
  const words = useStore(wordsStore);
  const inside = useStore(insideWords());
  const label = itemPhrase(ticket.label, inside);
  const [friend, setFriend] = useState({ email: '', name: '' });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const to = { email: friend.email.trim(), name: friend.name.trim() };
  // a different recipient needs a new key: one used for somebody else would be refused
  const idempotencyKey = useMemo(newIdempotencyKey, [to.email, to.name]);
  const wrong = {
    name: to.name === '' ? inside.shop.nameWrong : null,
    email: looksLikeEmail.test(to.email) ? null : inside.shop.emailWrong,
  };
  const give = async (): Promise<void> => {
    setTried(true);
    const first = wrong.name ? 'friend-name' : wrong.email ? 'friend-email' : null;
    if (first) return form.current?.querySelector<HTMLInputElement>(`#${first}`)?.focus();
    setBusy(true);
    setTrouble(null);
    const answer = await session.transfer(ticket.id, to, { language: words.code, idempotencyKey });
    setBusy(false);
    if (answer.kind !== 'ok') return setTrouble(answer);
    sayNow(inside.order.transferredTo(label, to.name));
    onGiven();
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void give();
  };
  return (
    <Dialog title={inside.order.transferTitle} onClose={onClose}>
      <form ref={form} class="form" noValidate onSubmit={submit}>
        <p class="ticket-seat">{label}</p>
        <p>{inside.order.transferText}</p>
        <PersonField
          of="friend"
          name="name"
          label={inside.order.transferName}
          value={friend.name}
          error={tried ? wrong.name : null}
          onInput={(name) => setFriend({ ...friend, name })}
        />
        <PersonField
          of="friend"
          name="email"
          label={inside.order.transferEmail}
          value={friend.email}
          error={tried ? wrong.email : null}
          onInput={(email) => setFriend({ ...friend, email })}
        />
        {trouble && <RefusalNote trouble={trouble} onRetry={() => void give()} />}
        <div class="dialog-buttons">
          <button type="submit" class="button button-main" disabled={busy}>
            {busy ? inside.order.transferring : inside.order.transferYes}
          </button>
          <button type="button" class="button button-quiet" disabled={busy} onClick={onClose}>
            {inside.order.transferNo}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
