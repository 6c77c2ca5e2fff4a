import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api } from '../net/api.js';
import { identityBox } from '../state/boxes.js';
import { useStore } from '../state/store.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { wordsStore } from '../words/index.js';
import { solveFor } from './challenge.js';

/** Verifies an e-mail address: asks for the address, then for the code sent to it. */
export function EmailStep({ slug, onProved }: { slug: string; onProved: () => void }): JSX.Element {
  const words = useStore(wordsStore);
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  const ask = async (): Promise<void> => {
    let answer = await api.askIdentity(slug, { email });
    if (answer.kind === 'refused' && answer.problem.code.startsWith('CHALLENGE_')) {
      const solved = await solveFor(slug, () => undefined);
      if (solved.kind === 'ok') answer = await api.askIdentity(slug, { email, challenge: solved.data });
      else if (solved.kind !== 'unsolved') answer = solved;
    }
    if (answer.kind === 'ok') setAsked(true);
    else setTrouble(answer);
  };
  const confirm = async (): Promise<void> => {
    const answer = await api.confirmIdentity(slug, { email, code });
    if (answer.kind !== 'ok') return setTrouble(answer);
    identityBox.set(slug, answer.data.identity);
    onProved();
  };
  const submit = async (event?: Event): Promise<void> => {
    event?.preventDefault();
    setBusy(true);
    setTrouble(null);
    await (asked ? confirm() : ask());
    setBusy(false);
  };

  return (
    <form class="choices" onSubmit={(event) => void submit(event)}>
      <label class="field">
        <span>{asked ? words.sale.emailCode : words.sale.email}</span>
        {asked ? (
          <input
            key="code"
            inputMode="numeric"
            autocomplete="one-time-code"
            required
            value={code}
            onInput={(event) => setCode(event.currentTarget.value.trim())}
          />
        ) : (
          <input
            key="email"
            type="email"
            autocomplete="email"
            required
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value.trim())}
          />
        )}
      </label>
      <p class="muted small">{asked ? words.sale.emailCodeHint : words.sale.emailHint}</p>
      {trouble && <RefusalNote trouble={trouble} onRetry={() => void submit()} />}
      <button type="submit" class="button" disabled={busy}>
        {asked ? words.sale.emailConfirm : words.sale.emailSend}
      </button>
      {asked && (
        <button type="button" class="button" onClick={() => setAsked(false)}>
          {words.sale.emailOther}
        </button>
      )}
    </form>
  );
}
