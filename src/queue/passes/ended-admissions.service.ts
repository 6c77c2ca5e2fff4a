import { Injectable } from '@nestjs/common';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { PASS_LIFE_MS, PassesService } from './passes.service.js';
import { PassesStore } from './passes.store.js';
import { NewsService } from '../../platform/news/news.service.js';
import { PlaceStore, REVOKE_BATCH } from '../places/place.store.js';

export type RevokeResult = { kind: 'revoked'; revoked: number } | { kind: 'away' };

/** Exceeds any cap; bounds the loop while new admissions keep arriving. */
const ROUNDS_MAX = 1_000;

/**
 * Records admissions that ended before their passes expired: finished, paid, left, or revoked by staff. Gates that
 * check offline learn of them from the published list. Admissions that end at their deadline need no entry, because no
 * pass outlives them.
 */
@Injectable()
export class EndedAdmissions {
  constructor(
    private readonly passes: PassesService,
    private readonly store: PassesStore,
    private readonly epochs: EpochGuard,
    private readonly places: PlaceStore,
    private readonly news: NewsService,
  ) {}

  /** Frees the slot of an admission that no longer holds anything. Idempotent; if lost, the deadline frees the slot. */
  async finish(saleId: string, admissionId: string): Promise<void> {
    this.passes.forget(admissionId);
    const result = await this.epochs.call(saleId, (stamp) => this.places.finish(saleId, stamp, admissionId));
    if (result.kind === 'finished' && result.wasActive) await this.ended([admissionId]);
  }

  /**
   * Ends the given admissions, or all of the sale if none are given, and notifies their shoppers.
   * @param asking its repeat ends nobody who came after it
   */
  async revoke(saleId: string, admissionIds: readonly string[], asking?: string): Promise<RevokeResult> {
    let revoked = 0;
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      const batch = admissionIds.slice(round * REVOKE_BATCH, (round + 1) * REVOKE_BATCH);
      if (admissionIds.length > 0 && batch.length === 0) break;
      const reply = await this.epochs.call(saleId, (stamp) => this.places.revoke(saleId, stamp, batch, asking));
      if (reply.kind === 'away') return reply;
      await this.ended(reply.ended);
      const items = reply.ended.map((id) => ({ audience: `admission:${id}` as const, payload: {} }));
      await this.news.publishAll<'admission', 'revoked'>('revoked', items);
      revoked += reply.ended.length;
      if (admissionIds.length === 0 && reply.seen < REVOKE_BATCH) break;
    }
    return { kind: 'revoked', revoked };
  }

  /** Publishes ended admissions. May be lost while Redis is unreachable: their passes expire within five minutes. */
  async ended(admissionIds: readonly string[]): Promise<void> {
    if (admissionIds.length === 0) return;
    for (const admissionId of admissionIds) this.passes.forget(admissionId);
    await this.epochs.orNull(() => this.store.revoke(admissionIds, PASS_LIFE_MS));
  }
}
