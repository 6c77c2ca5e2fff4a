import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CardCheckShape } from '../../../src/contract/money/card-check-shapes.js';
import type { IdentityShape } from '../../../src/contract/line/entry-shapes.js';
import { type Answer, call } from '../net/api.js';
import { TestCardChoice } from '../payment/test-card-choice.js';
import { useStripeFields } from '../payment/use-stripe-fields.js';
import { box, identityBox } from '../state/boxes.js';
import { useStore } from '../state/store.js';
import { RefusalNote, type Trouble } from '../ui/refusal.js';
import { cardWords } from '../words/card.js';
import { wordsStore } from '../words/index.js';
import { solveFor } from './challenge.js';

interface StepProps {
  slug: string;
  onProved: () => void;
}

/** By slug: a check that continues on another page, the bank's or the simulator's; scoped to this tab. */
const cardCheckBox = box<string>(() => sessionStorage, 'ropeline.cardCheck');
const begins = async (sale: string, challenge?: string): Promise<Answer<CardCheckShape>> =>
  await call('/v1/card-checks', { method: 'POST', body: { sale, ...(challenge && { challenge }) } });
const confirms = async (check: string): Promise<Answer<IdentityShape>> =>
  await call('/v1/card-checks/confirm', { method: 'POST', body: { check } });

/** Has a card checked, for sales with one place for each card. Nothing is charged. */
export function CardStep({ slug, onProved }: StepProps): JSX.Element {
  const words = cardWords(useStore(wordsStore).code);
  const [begun, setBegun] = useState<CardCheckShape | null>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  const confirm = async (check: string): Promise<void> => {
    setBusy(true);
    const answer = await confirms(check);
    setBusy(false);
    if (answer.kind !== 'ok') {
      cardCheckBox.clear(slug);
      setBegun(null);
      return setTrouble(answer);
    }
    cardCheckBox.clear(slug);
    identityBox.set(slug, answer.data.identity);
    onProved();
  };
  // a check that left this page is confirmed when it leads back
  useEffect(() => {
    const check = cardCheckBox.get(slug);
    if (check !== null) void confirm(check);
  }, [slug]);
  const begin = async (): Promise<void> => {
    setBusy(true);
    setTrouble(null);
    let answer = await begins(slug);
    if (answer.kind === 'refused' && answer.problem.code.startsWith('CHALLENGE_')) {
      const solved = await solveFor(slug, () => undefined);
      if (solved.kind === 'ok') answer = await begins(slug, solved.data);
      else if (solved.kind !== 'unsolved') answer = solved;
    }
    setBusy(false);
    if (answer.kind !== 'ok') return setTrouble(answer);
    setBegun(answer.data);
  };

  return (
    <section class="choices">
      <p>{words.why}</p>
      {trouble && <RefusalNote trouble={trouble} onRetry={() => void begin()} />}
      {begun === null && (
        <button type="button" class="button" disabled={busy} onClick={() => void begin()}>
          {busy ? words.checking : words.begin}
        </button>
      )}
      {begun?.confirmUrl && <TestCard slug={slug} begun={begun} confirmUrl={begun.confirmUrl} />}
      {begun && !begun.confirmUrl && (
        <CardFields slug={slug} begun={begun} onChecked={() => void confirm(begun.check)} />
      )}
    </section>
  );
}

/** The demo's cards, posted to the simulator, which leads back here. */
function TestCard({
  slug,
  begun,
  confirmUrl,
}: {
  slug: string;
  begun: CardCheckShape;
  confirmUrl: string;
}): JSX.Element {
  const words = cardWords(useStore(wordsStore).code);
  return (
    <form class="form" method="post" action={confirmUrl} onSubmit={() => cardCheckBox.set(slug, begun.check)}>
      <TestCardChoice
        cards={['ok', 'declined']}
        clientSecret={begun.clientSecret}
        returnUrl={`${location.origin}${location.pathname}`}
      />
      <button type="submit" class="button">
        {words.check}
      </button>
    </form>
  );
}

/** Stripe's own fields: card data never touches our page. */
function CardFields({
  slug,
  begun,
  onChecked,
}: {
  slug: string;
  begun: CardCheckShape;
  onChecked: () => void;
}): JSX.Element {
  const { code } = useStore(wordsStore);
  const words = cardWords(code);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const { holder, ready } = useStripeFields({
    ...{ publishableKey: begun.publishableKey, clientSecret: begun.clientSecret, locale: code },
    onFailed: () => setError(words.failed),
  });
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!ready) return;
    setBusy(true);
    setError(null);
    const confirmParams = { return_url: `${location.origin}${location.pathname}` };
    const terms = { elements: ready.elements, confirmParams, redirect: 'if_required' } as const;
    cardCheckBox.set(slug, begun.check); // a bank may ask on a page of its own, which leads back here
    const result = await ready.stripe.confirmSetup(terms);
    setBusy(false);
    if (!result.error) return onChecked();
    cardCheckBox.clear(slug);
    setError(result.error.message ?? words.declined);
  };
  return (
    <form class="form" onSubmit={(event) => void submit(event)}>
      <div ref={holder} class="stripe-fields" />
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      <button type="submit" class="button" disabled={busy || !ready}>
        {busy ? words.checking : words.check}
      </button>
    </form>
  );
}
