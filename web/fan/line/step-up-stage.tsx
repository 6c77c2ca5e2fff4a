import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatTimeOfDay } from '../../shared/format/time.js';
import { api, type Answer } from '../net/api.js';
import { box, buyerBox } from '../state/boxes.js';
import { useStore } from '../state/store.js';
import { sayNow } from '../ui/announce.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { insideWords, wordsStore } from '../words/index.js';
import type { LineSession } from './line-session.js';
import './step-up.css';

/** By place: the address to which its code was sent last; scoped to this tab. */
const sentBox = box<string>(() => sessionStorage, 'ropeline.stepUp');

type Act = 'ask' | 'confirm';
interface Refused {
  trouble: Trouble;
  act: Act;
  /** The press that was refused, with what it was about. */
  again: () => void;
}

/** Asks a fan whose turn has come for an e-mail address, then for the code sent to it. The place is kept meanwhile. */
export function StepUpStage({
  session,
  keptUntil,
  ofEveryone,
}: {
  session: LineSession;
  keptUntil: string;
  /** The sale asks everyone, so nothing is said about this fan's network. */
  ofEveryone: boolean;
}): JSX.Element {
  const words = useStore(wordsStore);
  const { stepUp } = useStore(insideWords());
  const [email, setEmail] = useState(buyerBox.get('last')?.email ?? '');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [sentTo, setSentTo] = useState(() => sentBox.get(session.placeToken()));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => sayNow(stepUp.said), [stepUp]);
  useLayoutEffect(() => field.current?.focus(), [asked]);

  const run = async (
    act: Act,
    send: () => Promise<Answer<unknown>>,
    done: () => void,
    tooSoon = (): boolean => false,
  ) => {
    setBusy(true);
    setRefused(null);
    const answer = await send();
    setBusy(false);
    if (answer.kind === 'ok') return done();
    if (answer.kind === 'refused' && answer.problem.code === 'STEP_UP_NOT_DUE') return session.stepUpDone();
    if (answer.kind === 'refused' && answer.problem.code === 'RATE_LIMITED' && tooSoon()) return setAsked(true);
    setRefused({ trouble: answer, act, again: () => void run(act, send, done, tooSoon) });
  };
  const ask = (address: string): Promise<void> =>
    run(
      'ask',
      () => api.askStepUp(session.placeToken(), address),
      () => {
        sentBox.set(session.placeToken(), address);
        setSentTo(address);
        setAsked(true);
        sayNow(stepUp.sent);
      },
      // a code was sent there a moment ago: it is good, also after a reload
      () => !asked && address === sentTo,
    );
  const confirm = (): Promise<void> =>
    run(
      'confirm',
      () => api.confirmStepUp(session.placeToken(), { email: sentTo ?? '', code: code.trim() }),
      () => {
        sentBox.clear(session.placeToken());
        sayNow(stepUp.done);
        session.stepUpDone();
      },
    );
  const submit = (event: Event): void => {
    event.preventDefault();
    void (asked ? confirm() : ask(email.trim()));
  };
  /** What is typed anew is not what was refused: that is not tried again. */
  const typed = (act: Act): void => setRefused((was) => (was?.act === act ? null : was));

  return (
    <section class="step-up" aria-labelledby="step-up-title">
      <h2 id="step-up-title" class="big-words">
        {stepUp.title}
      </h2>
      <p class="stage-text">{ofEveryone ? stepUp.everyone : stepUp.text}</p>
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
              onInput={(event) => {
                setCode(event.currentTarget.value);
                typed('confirm');
              }}
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
              onInput={(event) => {
                setEmail(event.currentTarget.value);
                typed('ask');
              }}
            />
          )}
        </label>
        {asked && (
          <p id="step-up-hint" class="muted small">
            {sentTo} · {stepUp.sent} {words.sale.emailCodeHint}
          </p>
        )}
        {refused && <RefusalNote trouble={refused.trouble} onRetry={refused.again} />}
        <button type="submit" class="button button-main" disabled={busy}>
          {asked ? words.sale.emailConfirm : words.sale.emailSend}
        </button>
        {asked && (
          <div class="step-up-other">
            <button
              type="button"
              class="button button-small"
              disabled={busy}
              onClick={() => void ask(sentTo ?? email.trim())}
            >
              {stepUp.again}
            </button>
            <button
              type="button"
              class="button button-small"
              onClick={() => {
                setRefused(null);
                setAsked(false);
              }}
            >
              {words.sale.emailOther}
            </button>
          </div>
        )}
      </form>
    </section>
  );
}
