import { Injectable } from '@nestjs/common';
import { normalEmail } from '../../platform/mail/email-address.rules.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { SaleView } from '../../sales/sales.types.js';
import { leftWords } from '../holds/hold-refusals.js';
import type { OrderLine, QuotaRaise } from '../orders/orders.sql.js';
import { type Refused, refused } from '../checkout.errors.js';
import { type Counted, countedOf } from './counted.rules.js';
import { LimitsRepository } from './limits.repository.js';

/** What one person may buy, counted by e-mail and card as digests: neither is kept for it. */
@Injectable()
export class PersonLimits {
  constructor(
    private readonly repository: LimitsRepository,
    private readonly tokens: Tokens,
  ) {}

  countedOf(
    { id: saleId, limits, ticketTypes }: SaleView,
    lines: readonly OrderLine[],
    members: number,
    email: string,
  ): Counted[] | null {
    const emailDigest = this.tokens.mac('person', 'limit', 'email', normalEmail(email));
    return countedOf(lines, { saleId, limits, ticketTypes, members, emailDigest });
  }

  /** @returns null where the provider told no card */
  cardDigestOf(fingerprint: string | null): string | null {
    return fingerprint === null ? null : this.tokens.mac('person', 'limit', 'card', fingerprint);
  }

  /** Says how much is left of the limit that refused an order. */
  async refusalOf(raises: readonly QuotaRaise[]): Promise<Refused> {
    const tight = (await this.repository.left(raises)).filter(({ raise, left }) => raise.n > left);
    if (tight.length === 0) return refused('LIMIT_EXCEEDED');
    const left = Math.min(...tight.map((each) => each.left));
    return refused('LIMIT_EXCEEDED', { detail: leftWords(left), left });
  }
}

/** What an order raises at once; a card counts when the order is authorized. */
export function raisesOf(counted: readonly Counted[] | null): QuotaRaise[] {
  return (counted ?? []).flatMap(({ kind, scope, digest, n, max }) =>
    kind === 'email' ? [{ kind, scope, digest, n, max }] : [],
  );
}
