import { newId, randomText } from '../core/ids.js';
import { useCard } from './intents.js';
import type { Ledger } from './ledger.js';
import type { Cause, Metadata, Setup } from './records.js';
import type { Decline, TestCard } from './test-cards.js';

export type SetupResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'declined'; readonly decline: Decline }
  | { readonly kind: 'unexpected-state'; readonly message: string };

const BY_THE_FAN: Cause = { requestId: null, idempotencyKey: null };

export function createSetup(ledger: Ledger, metadata: Metadata): Setup {
  const id = newId('seti');
  const setup: Setup = {
    id,
    ...ledger.setups.next(),
    clientSecret: `${id}_secret_${randomText(25)}`,
    metadata,
    status: 'requires_payment_method',
    usedCard: null,
    lastDecline: null,
  };
  ledger.setups.add(setup);
  return setup;
}

/** Checks a card without charging it. Banks that ask back count as answered. */
export function confirmSetup(ledger: Ledger, setup: Setup, card: TestCard): SetupResult {
  if (setup.status !== 'requires_payment_method')
    return { kind: 'unexpected-state', message: `This SetupIntent is ${setup.status}.` };
  setup.lastDecline = card.decline;
  if (card.decline) {
    ledger.tell('setup_intent.setup_failed', { kind: 'setup_intent', record: setup }, BY_THE_FAN);
    return { kind: 'declined', decline: card.decline };
  }
  setup.usedCard = useCard(card, setup.created);
  setup.status = 'succeeded';
  return { kind: 'done' };
}

/** Ends a check; returns false unless it was open. */
export function cancelSetup(setup: Setup): boolean {
  if (setup.status !== 'requires_payment_method') return false;
  setup.status = 'canceled';
  return true;
}
