import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api } from '../net/api.js';
import { buyerBox, mailBox, placeBox } from '../state/boxes.js';
import { useStore } from '../state/store.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { wordsStore } from '../words/index.js';

/** Asks for an address that is told about the turn; kept with the place, not on this device. */
export function MailStep({ slug, onDone }: { slug: string; onDone: () => void }): JSX.Element {
  const words = useStore(wordsStore);
  const [email, setEmail] = useState(buyerBox.get('last')?.email ?? '');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    const answer = await api.mailMe(placeBox.get(slug)?.placeToken ?? '', {
      email: email.trim(),
      language: words.code,
    });
    setBusy(false);
    if (answer.kind !== 'ok') return setTrouble(answer);
    mailBox.set(slug, placeBox.get(slug)?.number ?? 0);
    onDone();
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    void send();
  };
  return (
    <form class="mail-step" onSubmit={submit}>
      <label class="field">
        <span>{words.sale.email}</span>
        <input
          type="email"
          required
          maxLength={254}
          autocomplete="email"
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
      </label>
      <p class="muted small">{words.line.calls.mailHint}</p>
      {trouble && <RefusalNote trouble={trouble} onRetry={() => void send()} />}
      <button type="submit" class="button button-small" disabled={busy}>
        {words.sale.emailConfirm}
      </button>
    </form>
  );
}
