import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { newId } from '../../platform/ids.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { PromoFailures } from './promo-failures.store.js';
import { PromoRepository } from './promo.repository.js';
import { fits, normalCode, type PromoTerms } from './promo.rules.js';
import type { NewPromoCode, PromoCodeRecord } from './promo.types.js';

export type FindPromo =
  | { kind: 'found'; promo: PromoTerms }
  /** Unknown, void, expired, used up, of another sale or for other tickets; deliberately not distinguished. */
  | { kind: 'invalid' }
  | { kind: 'limited'; retryAfterMs: number };

const PAGE = 100;

/** Promo codes: looked up for orders, created and voided by the promoter. */
@Injectable()
export class PromoCodes {
  constructor(
    private readonly codes: PromoRepository,
    private readonly failures: PromoFailures,
    private readonly tokens: Tokens,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param asked `fans`: what uses per fan count by: the place's fan key first, then proved identities
   * @param held ticket types in the hold, one of which the code must fit
   */
  async find(
    asked: { saleId: string; fans: readonly string[]; network: string; code: string },
    held: ReadonlySet<string>,
  ): Promise<FindPromo> {
    const { saleId, fans } = asked;
    const guesser = { saleId, fan: fans[0] ?? '', network: this.tokens.mac('promo', saleId, asked.network) };
    const waitSeconds = await this.failures.waitSeconds(guesser);
    if (waitSeconds > 0) return { kind: 'limited', retryAfterMs: waitSeconds * 1000 };
    const promo = await this.codes.usable(saleId, normalCode(asked.code), fans);
    if (promo && fits(promo, held)) return { kind: 'found', promo };
    await this.failures.record(guesser);
    return { kind: 'invalid' };
  }

  async isSpent(promoId: string, digests: readonly string[]): Promise<boolean> {
    return await this.codes.isSpent(promoId, digests);
  }

  /** Returns null if the sale already has this code. */
  async create(actor: string, code: NewPromoCode): Promise<PromoCodeRecord | null> {
    const id = newId('promo');
    const data = { saleId: code.saleId, code: code.code };
    const made = await this.codes.insert(id, code, { actor, action: 'promo.create', subject: id, data });
    if (made) this.audit.wrote();
    return made;
  }

  async byId(id: string): Promise<PromoCodeRecord | null> {
    return await this.codes.byId(id);
  }

  /** Returns codes, newest first; pass `next` as `before` to get the following page. */
  async page(saleId: string | null, before: string | null): Promise<{ codes: PromoCodeRecord[]; next: string | null }> {
    const found = await this.codes.page(saleId, before, PAGE + 1);
    const codes = found.slice(0, PAGE);
    return { codes, next: found.length > PAGE ? (codes.at(-1)?.id ?? null) : null };
  }

  /** Returns false if there is no code to void. Orders that used the code keep it. */
  async void(actor: string, id: string): Promise<boolean> {
    const at = new Date(this.clock.nowMs());
    if (!(await this.codes.void(id, at, { actor, action: 'promo.void', subject: id }))) return false;
    this.audit.wrote();
    return true;
  }
}
