import type { JSX } from 'preact';
import { useStore } from '../state/store.js';
import { insideWords } from '../words/index.js';

/** Stripe's well-known test cards, by what the demo's words call them. */
const METHODS = {
  ok: 'pm_card_visa',
  secure: 'pm_card_threeDSecure2Required',
  declined: 'pm_card_visa_chargeDeclined',
} as const;

interface TestCardChoiceProps {
  /** The first one is chosen at first. */
  cards: readonly (keyof typeof METHODS)[];
  clientSecret: string;
  /** Where the simulator leads back to. */
  returnUrl: string;
  /** Whether to say that no real card is needed. */
  explains?: boolean;
}

/** The fields of a form that is posted to the simulator. */
export function TestCardChoice({ cards, clientSecret, returnUrl, explains }: TestCardChoiceProps): JSX.Element {
  const { pay } = useStore(insideWords());
  return (
    <>
      <fieldset class="choices">
        <legend>{pay.testTitle}</legend>
        {explains && <p class="muted small">{pay.testText}</p>}
        {cards.map((card, index) => (
          <label key={card} class="choice">
            <input type="radio" name="paymentMethod" value={METHODS[card]} defaultChecked={index === 0} />
            <span>{pay.cards[card]}</span>
            <span class="choice-hint">{pay.cards[`${card}Hint`]}</span>
          </label>
        ))}
      </fieldset>
      <input type="hidden" name="client_secret" value={clientSecret} />
      <input type="hidden" name="return_url" value={returnUrl} />
    </>
  );
}
