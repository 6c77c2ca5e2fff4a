import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { InstallationRepository } from '../../platform/tokens/installation.repository.js';
import { InboxRepository } from '../inbox/inbox.repository.js';
import type { SeenIntent } from '../intents/intent.rules.js';
import { PaymentSignals } from '../payments.signals.js';
import { QuarantineRepository } from './quarantine.repository.js';
import type { Stray, StrayDecision } from './quarantine.types.js';
import { judgeStray, type QuarantineReason, STRAYS_A_DAY } from './quarantine.rules.js';

const CACHE_MS = 1_000;
/** A database is marked as used every 5 s; unmarked for longer, nothing was running, and it may have been restored. */
const UNUSED_MS = 15_000;

/** uncompared: nothing was running, and the provider's charges have not been compared with the payments here since. */
export type Standing = 'none' | 'active' | 'uncompared';

/**
 * Keeps automatic repairs from moving much money: intents of unknown orders wait for a person once a lost database is
 * suspected.
 */
@Injectable()
export class QuarantineService implements OnModuleInit {
  private readonly log = new Logger('Quarantine');
  private readonly startedAtMs: number;
  private newestAtStartMs: number | null = null;
  /** Until when the database was in use before everything was stopped; null: it never was, or the comparison is done. */
  private usedUntil: Date | null = null;
  private cached: { at: number; standing: Promise<Standing> } | null = null;

  constructor(
    private readonly rows: QuarantineRepository,
    private readonly inbox: InboxRepository,
    private readonly signals: PaymentSignals,
    private readonly clock: Clock,
    private readonly installation: InstallationRepository,
  ) {
    this.startedAtMs = clock.nowMs();
  }

  async onModuleInit(): Promise<void> {
    this.newestAtStartMs = await this.rows.newestPaymentMs();
    this.usedUntil = await this.installation.unusedSince(UNUSED_MS);
  }

  /** Returns whether repairs must wait: in a quarantine, or before it is known whether there must be one. */
  async isActive(): Promise<boolean> {
    return (await this.standing()) !== 'none';
  }

  /** Cached for a second. Fails closed: an unknown state counts as active, so nobody is admitted by mistake. */
  standing(): Promise<Standing> {
    const now = this.clock.monotonicMs();
    if (!this.cached || now - this.cached.at >= CACHE_MS)
      this.cached = { at: now, standing: this.look().catch((): Standing => 'active') };
    return this.cached.standing;
  }

  /** Returns whether the provider's charges were compared with the payments here since the database was out of use. */
  async isCompared(): Promise<boolean> {
    if (this.usedUntil === null) return true;
    if (!(await this.rows.isComparedSince(new Date(this.usedUntil.getTime() + UNUSED_MS)))) return false;
    this.usedUntil = null;
    return true;
  }

  private async look(): Promise<Standing> {
    // in this order: a comparison that ends in between has begun its quarantine before
    const isCompared = await this.isCompared();
    if ((await this.rows.active()) !== null) return 'active';
    return isCompared ? 'none' : 'uncompared';
  }

  /** @param of the stray that it is about, or the last use of the database before it jumped back */
  async begin(reason: QuarantineReason, of: string | Date): Promise<void> {
    if (!(await this.rows.begin(reason, of))) return;
    this.cached = null;
    this.log.error(`quarantine: ${reason}; nobody is let in, and nothing is given back, until a person decides`);
    this.signals.emit('ropeline_payment_fact');
  }

  /** Returns whether an intent of an unknown order may be ended automatically; otherwise it is stored for a person. */
  async mayEnd(seen: SeenIntent): Promise<boolean> {
    const decision = await this.rows.decisionOf(seen.id);
    if (decision !== null) return decision === 'auto' || decision === 'refund';
    const verdict = judgeStray(seen.madeAtMs, {
      quarantined: (await this.rows.active()) !== null,
      newestLocalMs: await this.rows.newestPaymentMs(),
      newestAtStartMs: this.newestAtStartMs,
      startedAtMs: this.startedAtMs,
      endedLately: await this.rows.endedLately(),
    });
    if (verdict.kind === 'end' && (await this.rows.keepAuto(seen, STRAYS_A_DAY))) return true;
    await this.rows.keep(seen);
    if (verdict.kind !== 'keep') await this.begin(verdict.kind === 'end' ? 'many_strays' : verdict.reason, seen.id);
    return false;
  }

  /**
   * Returns what is to become of news about an intent without a payment here. wait: its order may still be adopted, or it
   * may be one of those that a lost database leaves behind. stray: the same, and it is known to wait for a person.
   */
  async standingOf(intentId: string): Promise<'none' | 'wait' | 'stray'> {
    if (await this.rows.isUndecided(intentId)) return 'stray';
    return (await this.isActive()) ? 'wait' : 'none';
  }

  /** Has the sweep try again to end an intent that may be ended. */
  async endLater(seen: SeenIntent): Promise<void> {
    await this.rows.endLater(seen);
  }

  async strays(): Promise<Stray[]> {
    return await this.rows.undecided();
  }

  /**
   * Returns whether `decide` may, so that nothing is carried out for a verb that is refused in the end. It may not before
   * the first comparison is done: what that has not reached would begin another quarantine.
   */
  async mayDecide(verb: Exclude<StrayDecision, 'auto'>, id: string | null): Promise<boolean> {
    if (!(await this.isCompared())) return false;
    return await this.rows.mayEnd(verb, id);
  }

  /**
   * Idempotent per quarantine: after a crash the same verb completes.
   * @param id null: the active one, else the latest
   * @param handled captured strays that the verb was carried out for, the only ones it decides; null: all
   * @returns how many intents were decided; null if the quarantine is unknown or was decided otherwise, another has begun
   *   since, captured strays are left, or the first comparison is not done
   */
  async decide(
    verb: Exclude<StrayDecision, 'auto'>,
    id: string | null = null,
    handled: readonly string[] | null = null,
  ): Promise<number | null> {
    if (!(await this.isCompared())) return null;
    if (verb === 'adopt') await this.askForRefunds(handled ?? []);
    const decided = await this.rows.end(verb, id, handled);
    this.cached = null;
    return decided;
  }

  /** Puts a hint into the inbox for each: what was given back while its order was missing may never be told again. */
  private async askForRefunds(intentIds: readonly string[]): Promise<void> {
    const events = intentIds.map((id) => ({
      ...{ id: `adopted_${id}`, type: 'refund.updated' },
      body: { id: `adopted_${id}`, data: { object: { payment_intent: id } } },
    }));
    if ((await this.inbox.keep(events)) > 0) this.signals.emit('ropeline_stripe_event');
  }
}
