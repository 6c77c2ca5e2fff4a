import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { api } from '../net/api.js';
import { identityBox } from '../state/boxes.js';
import { useStore } from '../state/store.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import { solveFor } from './challenge.js';

/** Verifies an e-mail address: asks for the address, then for the code sent to it. */
export function EmailStep({ slug, onProved }: { slug: string; onProved: () => void }): JSX.Element {
  const words = useStore(wordsStore);
  const { stepUp } = useStore(insideWords());
  const [email, setEmail] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const asksFirst = useRef(true);
  // one field replaces the other under the reader's hands, and its hint is read with it; but a page that opens takes no focus
  useLayoutEffect(() => {
    if (!asksFirst.current) field.current?.focus();
    asksFirst.current = false;
  }, [asked]);

  const ask = async (): Promise<void> => {
    const said = { email: email.trim() };
    let answer = await api.askIdentity(slug, said);
    if (answer.kind === 'refused' && answer.problem.code.startsWith('CHALLENGE_')) {
      const solved = await solveFor(slug, () => undefined);
      if (solved.kind === 'ok') answer = await api.askIdentity(slug, { ...said, challenge: solved.data });
      else if (solved.kind !== 'unsolved') answer = solved;
    }
    if (answer.kind !== 'ok') return setTrouble(answer);
    setCode('');
    setAsked(true);
  };
  const confirm = async (): Promise<void> => {
    const answer = await api.confirmIdentity(slug, { email: email.trim(), code: code.trim() });
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
            ref={field}
            maxLength={12}
            aria-describedby="email-hint"
            inputMode="numeric"
            autocomplete="one-time-code"
            required
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        ) : (
          <input
            key="email"
            ref={field}
            maxLength={254}
            aria-describedby="email-hint"
            type="email"
            autocomplete="email"
            required
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        )}
      </label>
      <p id="email-hint" class="muted small">
        {asked ? `${email.trim()} · ${stepUp.sent} ${words.sale.emailCodeHint}` : words.sale.emailHint}
      </p>
      {trouble && <RefusalNote trouble={trouble} onRetry={() => void submit()} />}
      <button type="submit" class="button" disabled={busy}>
        {asked ? words.sale.emailConfirm : words.sale.emailSend}
      </button>
      {asked && (
        <button
          type="button"
          class="button"
          disabled={busy}
          onClick={() => {
            setTrouble(null);
            setAsked(false);
          }}
        >
          {words.sale.emailOther}
        </button>
      )}
    </form>
  );
}
