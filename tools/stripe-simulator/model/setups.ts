import { newId, randomText } from '../core/ids.js';
import { useCard } from './intents.js';
import type { Ledger } from './ledger.js';
import type { Metadata, Setup } from './records.js';
import type { Decline, TestCard } from './test-cards.js';

export type SetupResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'declined'; readonly decline: Decline }
  | { readonly kind: 'unexpected-state'; readonly message: string };

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
export function confirmSetup(setup: Setup, card: TestCard): SetupResult {
  if (setup.status !== 'requires_payment_method')
    return { kind: 'unexpected-state', message: `This SetupIntent is ${setup.status}.` };
  setup.lastDecline = card.decline;
  if (card.decline) return { kind: 'declined', decline: card.decline };
  setup.usedCard = useCard(card, setup.created);
  setup.status = 'succeeded';
  return { kind: 'done' };
}
