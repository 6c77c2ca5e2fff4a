import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { api, type Answer } from '../net/api.js';
import { buyerBox } from '../state/boxes.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announcer.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import type { LineSession } from './line-session.js';
import './step-up.css';

/** Asks a fan whose turn has come for an e-mail address, then for the code sent to it. The place is kept meanwhile. */
export function StepUpStage({ session, keptUntil }: { session: LineSession; keptUntil: string }): JSX.Element {
  const words = useStore(wordsStore);
  const { stepUp } = useStore(insideWords());
  const [email, setEmail] = useState(buyerBox.get('last')?.email ?? '');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => sayNow(stepUp.said), [stepUp]);
  useLayoutEffect(() => field.current?.focus(), [asked]);

  const run = async (act: () => Promise<Answer<unknown>>, done: () => void): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    const answer = await act();
    setBusy(false);
    if (answer.kind === 'ok') return done();
    if (answer.kind === 'refused' && answer.problem.code === 'STEP_UP_NOT_DUE') return session.stepUpDone();
    // a code was sent a moment ago: it is good, also after a reload
    if (answer.kind === 'refused' && answer.problem.code === 'RATE_LIMITED') setAsked(true);
    setTrouble(answer);
  };
  const ask = (): Promise<void> =>
    run(
      () => api.askStepUp(session.placeToken(), email.trim()),
      () => {
        setAsked(true);
        sayNow(stepUp.sent);
      },
    );
  const confirm = (): Promise<void> =>
    run(
      () => api.confirmStepUp(session.placeToken(), { email: email.trim(), code: code.trim() }),
      () => {
        sayNow(stepUp.done);
        session.stepUpDone();
      },
    );
  const submit = (event?: Event): void => {
    event?.preventDefault();
    void (asked ? confirm() : ask());
  };

  return (
    <section class="step-up" aria-labelledby="step-up-title">
      <h2 id="step-up-title" class="big-words">
        {stepUp.title}
      </h2>
      <p class="stage-text">{stepUp.text}</p>
      <p class="stage-text strong">{stepUp.kept(formatTimeOfDay(keptUntil, words.locale))}</p>
      <form class="choices" onSubmit={submit}>
        <label class="field">
          <span>{asked ? words.sale.emailCode : words.sale.email}</span>
          {asked ? (
            <input
              key="code"
              ref={field}
              inputMode="numeric"
              autocomplete="one-time-code"
              required
              maxLength={12}
              aria-describedby="step-up-hint"
              value={code}
              onInput={(event) => setCode(event.currentTarget.value)}
            />
          ) : (
            <input
              key="email"
              ref={field}
              type="email"
              autocomplete="email"
              required
              maxLength={254}
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          )}
        </label>
        {asked && (
          <p id="step-up-hint" class="muted small">
            {email} · {stepUp.sent} {words.sale.emailCodeHint}
          </p>
        )}
        {trouble && <RefusalNote trouble={trouble} onRetry={() => submit()} />}
        <button type="submit" class="button button-main" disabled={busy}>
          {asked ? words.sale.emailConfirm : words.sale.emailSend}
        </button>
        {asked && (
          <div class="step-up-other">
            <button type="button" class="button button-small" disabled={busy} onClick={() => void ask()}>
              {stepUp.again}
            </button>
            <button type="button" class="button button-small" onClick={() => setAsked(false)}>
              {words.sale.emailOther}
            </button>
          </div>
        )}
      </form>
    </section>
  );
}
