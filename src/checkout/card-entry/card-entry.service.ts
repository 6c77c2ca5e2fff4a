import { Injectable } from '@nestjs/common';
import type { CardCheckShape } from '../../contract/money/card-check-shapes.js';
import type { IdentityShape } from '../../contract/line/entry-shapes.js';
import { CardChecks } from '../../payments/setups/card-checks.service.js';
import { Clock } from '../../platform/clock/clock.js';
import type { ClientNetwork } from '../../platform/http/network.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { EntryService } from '../../queue/entry/entry.service.js';
import { IdentityService } from '../../queue/identity/identity.service.js';
import { refusalOf } from '../../sales/pages/place-answers.errors.js';
import { entryRulesOf } from '../../sales/catalogue/sale-view.rules.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { CardConfirms } from './card-confirms.store.js';

const CHECK_MS = 30 * 60_000;
const RETRY_MS = 3_000;

/** Proves by a checked card that one person takes one place. Cards are not stored; the proof carries a keyed digest. */
@Injectable()
export class CardEntry {
  // more than six: one per room that it joins
  constructor(
    private readonly sales: SaleCache,
    private readonly entries: EntryService,
    private readonly identities: IdentityService,
    private readonly checks: CardChecks,
    private readonly confirms: CardConfirms,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  /** Costs a proof of work unless the sale has switched it off: checks of cards attract those who test stolen ones. */
  async begin(slug: string, challenge: string | undefined, client: ClientNetwork): Promise<CardCheckShape> {
    const view = asksForCard(await this.sales.bySlug(slug));
    const own = entryRulesOf(view);
    const rules = { ...own, challenge: own.challenge === 'off' ? ('off' as const) : ('on' as const) };
    // before the challenge is spent: a provider that is away or busy must not cost a solved one
    if (!this.checks.isFree()) throw new ProblemError('PAYMENTS_AWAY', { retryAfterMs: RETRY_MS });
    const refusal = await this.entries.admitCardCheck(view.id, { rules, proofs: { challenge } }, client);
    if (refusal) throw refusalOf(refusal);
    const expiresAtMs = this.clock.nowMs() + CHECK_MS;
    const begun = await this.checks.begin(view.id, CHECK_MS);
    if (!begun) throw new ProblemError('PAYMENTS_AWAY', { retryAfterMs: RETRY_MS });
    const check = this.tokens.sign('cardCheck', [view.id, begun.setupIntentId, expiresAtMs.toString(36)]);
    return { check, ...begun, expiresAt: new Date(expiresAtMs).toISOString() };
  }

  async confirm(check: string): Promise<IdentityShape> {
    const [saleId = '', setupIntentId = '', expiresAt = ''] = this.tokens.verify('cardCheck', check) ?? [];
    if (!(Number.parseInt(expiresAt, 36) > this.clock.nowMs())) throw new ProblemError('CARD_NOT_CHECKED');
    asksForCard(await this.sales.byId(saleId));
    const retryAfterMs = await this.confirms.count(saleId, setupIntentId);
    if (retryAfterMs > 0) throw new ProblemError('RATE_LIMITED', { retryAfterMs });
    const card = await this.checks.cardOf(saleId, setupIntentId);
    if (card.kind === 'away') throw new ProblemError('PAYMENTS_AWAY', { retryAfterMs: RETRY_MS });
    if (card.kind === 'unproved') throw new ProblemError('CARD_NOT_CHECKED');
    return this.identities.proveCard(saleId, card.fingerprint);
  }
}

function asksForCard(view: SaleView | null): SaleView {
  if (!view || view.state === 'draft') throw new ProblemError('NOT_FOUND');
  if (view.state === 'closed') throw new ProblemError('SALE_CLOSED');
  if (view.entry !== 'card') throw new ProblemError('NOT_SUPPORTED', { detail: 'This sale asks for no card.' });
  return view;
}
