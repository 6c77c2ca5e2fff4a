import { Injectable } from '@nestjs/common';
import { normalEmail } from '../../platform/mail/email-address.rules.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { SaleView } from '../../sales/sales.types.js';
import { leftWords } from '../holds/hold-refusals.js';
import type { OrderLine, QuotaRaise } from '../orders/orders.sql.js';
import { type Refused, refused } from '../checkout.errors.js';
import { type Counted, countedOf } from './counted.rules.js';
import { LimitsRepository } from './limits.repository.js';

/** Purchase limits per person, counted by digests of e-mail and card, so that neither is stored for it. */
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

  /** @returns null if the provider told no card */
  cardDigestOf(fingerprint: string | null): string | null {
    return fingerprint === null ? null : this.tokens.mac('person', 'limit', 'card', fingerprint);
  }

  /** Returns the refusal with what is left of the limit that was exceeded. */
  async refusalOf(raises: readonly QuotaRaise[]): Promise<Refused> {
    const tight = (await this.repository.left(raises)).filter(({ raise, left }) => raise.n > left);
    if (tight.length === 0) return refused('LIMIT_EXCEEDED');
    const left = Math.min(...tight.map((each) => each.left));
    return refused('LIMIT_EXCEEDED', { detail: leftWords(left), left });
  }
}

/** Returns the quotas that placing an order raises; cards count only once it is authorized. */
export function raisesOf(counted: readonly Counted[] | null): QuotaRaise[] {
  return (counted ?? []).flatMap(({ kind, scope, digest, n, max }) =>
    kind === 'email' ? [{ kind, scope, digest, n, max }] : [],
  );
}
