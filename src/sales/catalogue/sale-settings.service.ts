import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '../../platform/audit/audit.sql.js';
import { DatabaseTime } from '../../platform/clock/database-time.js';
import { Mailer } from '../../platform/mail/mailer.service.js';
import { NewsService } from '../../platform/news/news.service.js';
import type { ChallengeMode } from '../../queue/queue.types.js';
import { SaleLife } from '../life/sale-life.js';
import { Pictures } from '../pictures/pictures.service.js';
import type { ChangeResult } from '../sale-results.types.js';
import type { NoticeInput } from './input/notice-input.types.js';
import { SaleCache } from './cache/sale-cache.service.js';
import { changedColumns, closingErrors, movesCrossed } from './changes/sale-change.rules.js';
import { policyWith, rampErrors, timeErrors } from './input/sale-input.rules.js';
import { mailNeedOf } from './mail-need.rules.js';
import { stepUpErrors } from './step-up.rules.js';
import type { SaleChangeInput } from './input/sale-input.types.js';
import type { PolicyChangeInput } from './input/policy-input.types.js';
import { saleVersion } from './sale-version.rules.js';
import { viewOf } from './sale-view.rules.js';
import { SalesRepository } from './sales.repository.js';
import type { SaleView } from '../sales.types.js';

/** Changes what may change once a sale exists: its page, times, policy, notice and joins. */
@Injectable()
export class SaleSettings {
  // more than six: what a change is checked by, written to and told to
  constructor(
    private readonly cache: SaleCache,
    private readonly sales: SalesRepository,
    private readonly life: SaleLife,
    private readonly news: NewsService,
    private readonly time: DatabaseTime,
    private readonly pictures: Pictures,
    private readonly mail: Mailer,
  ) {}

  /**
   * Changes what the sale page shows; moving a time that has already passed is refused.
   * @param entry here and below: logged with the change, in one transaction
   */
  async update(saleId: string, input: SaleChangeInput, entry: AuditEntry | null = null): Promise<ChangeResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const view = viewOf(row);
    if (isOther(view, input.version)) return { kind: 'conflict' };
    if (view.state === 'closed' || movesCrossed(view, input)) return { kind: 'refused', state: view.state };
    const times = {
      prequeueAt: input.prequeueAt ?? view.prequeueAt,
      opensAt: input.opensAt ?? view.opensAt,
      closesAt: input.closesAt === undefined ? view.closesAt : input.closesAt,
    };
    const nowMs = await this.time.nowMs(); // by which boundaries are crossed
    const errors = [
      ...timeErrors(times),
      ...closingErrors(view, input, nowMs),
      ...(await this.pictures.missingIn(input.branding)),
    ];
    if (errors.length > 0) return { kind: 'invalid', errors };
    const moving = { opensAt: times.opensAt !== view.opensAt, prequeueAt: times.prequeueAt !== view.prequeueAt };
    const changed = await this.sales.change(saleId, view, moving, new Date(nowMs), {
      columns: changedColumns(input, times),
      isAsRead: (now) => !isOther(viewOf(now), input.version),
      entry,
    });
    if (changed === 'conflict') return { kind: 'conflict' };
    if (changed === 'changed') return await this.applied(saleId, 'sale');
    // the boundary is being crossed, or the sale was moved concurrently
    const { state } = viewOf(await this.sales.existing(saleId));
    return { kind: 'refused', state };
  }

  /** Changes cap, speed, times and lane weights of a running sale. `version` detects concurrent changes. */
  async setPolicy(saleId: string, input: PolicyChangeInput, entry: AuditEntry | null = null): Promise<ChangeResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const view = viewOf(row);
    if (view.state === 'closed') return { kind: 'refused', state: view.state };
    if ((input.version ?? view.policyVersion) !== view.policyVersion) return { kind: 'conflict' };
    const policy = policyWith(view.policy, input);
    const errors = [...rampErrors(input, policy), ...stepUpErrors(view, policy)];
    if (errors.length > 0) return { kind: 'invalid', errors };
    const mailNeed = this.mail.isOff && input.stepUp !== undefined ? mailNeedOf({ entry: view.entry, policy }) : null;
    if (mailNeed !== null) return { kind: 'not_supported', detail: mailNeed };
    const weights = new Map((input.lanes ?? []).map(({ key, weight }) => [key, weight]));
    const stranger = [...weights.keys()].find((key) => !view.lanes.some((lane) => lane.key === key));
    if (stranger !== undefined)
      return { kind: 'invalid', errors: [{ field: 'lanes', message: `the sale has no lane ${stranger}` }] };
    const lanes = view.lanes.map((lane) => ({ ...lane, weight: weights.get(lane.key) ?? lane.weight }));
    const version = await this.sales.changePolicy(saleId, view.policyVersion, policy, lanes, entry);
    return version === null ? { kind: 'conflict' } : await this.applied(saleId, 'policy');
  }

  /** Sets the promoter's notice to everyone waiting; null removes it. */
  async setNotice(
    saleId: string,
    { text, texts, to }: NoticeInput,
    entry: AuditEntry | null = null,
  ): Promise<ChangeResult> {
    if (!(await this.sales.byId(saleId))) return { kind: 'not_found' };
    const at = new Date(await this.time.nowMs());
    const more = { ...(texts && { texts }), ...(to && { to }) };
    await this.sales.setNotice(saleId, text ? { text, at, more } : null, entry);
    if (text)
      await this.news.publish<'sale', 'notice'>(`sale:${saleId}`, 'notice', { text, at: at.toISOString(), ...more });
    return await this.applied(saleId, 'sale');
  }

  /** Freezes or unfreezes joins, or changes their challenge. Omitted switches keep their value. */
  async setJoins(
    saleId: string,
    switches: { frozen?: boolean; challenge?: ChallengeMode },
    entry: AuditEntry | null = null,
  ): Promise<ChangeResult> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const { state, challenge, policy, ...view } = viewOf(row);
    if (state === 'closed') return { kind: 'refused', state };
    // a question at the turn that is asked of crowded networks needs them counted
    const errors = [
      ...(switches.challenge ? stepUpErrors({ entry: view.entry, challenge: switches.challenge }, policy) : []),
    ];
    const isNew = switches.challenge !== challenge;
    if (errors.length > 0 && isNew) return { kind: 'invalid', errors };
    await this.sales.setJoins(saleId, switches, entry);
    return await this.applied(saleId, 'sale');
  }

  private async applied(saleId: string, what: 'sale' | 'policy'): Promise<ChangeResult> {
    this.cache.dropAll();
    const sale = viewOf(await this.sales.existing(saleId));
    if (sale.state !== 'draft') await this.life.applySetup(sale);
    await this.news.publish<'sale', 'changed'>(`sale:${saleId}`, 'changed', { what });
    return { kind: 'changed', sale };
  }
}

const isOther = (view: SaleView, version: string | undefined): boolean =>
  version !== undefined && version !== saleVersion(view);
