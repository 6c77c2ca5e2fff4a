import { Injectable } from '@nestjs/common';
import { normalEmail } from '../../platform/mail/email-address.rules.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { PersonPlaces } from '../../queue/entry/person-places.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { leftWords } from '../holds/hold-refusals.js';
import type { OrderLine, QuotaRaise } from '../orders/orders.sql.js';
import type { Placer } from '../orders/placing/placer.js';
import { type Refused, refused } from '../checkout.errors.js';
import { type Counted, countedOf } from './counted.rules.js';
import { LimitsRepository } from './limits.repository.js';

/** Purchase limits per person, counted by digests of identity, e-mail and card, so that none is stored for it. */
@Injectable()
export class PersonLimits {
  constructor(
    private readonly repository: LimitsRepository,
    private readonly personPlaces: PersonPlaces,
    private readonly tokens: Tokens,
  ) {}

  countedOf(
    { id: saleId, limits, ticketTypes }: SaleView,
    lines: readonly OrderLine[],
    buyer: { members: number; email: string; identityDigests: readonly string[] },
  ): Counted[] | null {
    const { members, identityDigests } = buyer;
    const emailDigest = this.tokens.mac('person', 'limit', 'email', normalEmail(buyer.email));
    return countedOf(lines, { saleId, limits, ticketTypes, members, emailDigest, identityDigests });
  }

  /** Returns the identities behind a basket, the same in every sale; none for a partner's, or where none was asked for. */
  async identityDigestsOf({ entry }: SaleView, { saleId, lane, number }: Placer): Promise<string[]> {
    if (entry === 'open' || lane === null || number === null) return [];
    const persons = await this.personPlaces.at(saleId, lane, number);
    return persons.map((person) => this.tokens.mac('person', 'limit', 'identity', person));
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
    kind === 'card' ? [] : [{ kind, scope, digest, n, max }],
  );
}
