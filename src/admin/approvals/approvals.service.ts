import { Injectable, Logger } from '@nestjs/common';
import type { ApprovalKind, ApprovalSettingsShape, EffectField } from '../../contract/staff/approval-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { versionOf } from '../../platform/versions.js';
import type { Staff } from '../sign-in/staff.types.js';
import { StaffSettingsRepository } from '../team/staff-settings.repository.js';
import { ApprovalGate, type NeedsApproval } from './approval-gate.js';
import { inWords, outdated, standingOf } from './effect.rules.js';
import { Effects } from './effects.service.js';
import { type ApprovalTerms, termsOf, termsVersion, weakens } from './approval-settings.rules.js';
import { type ApprovalRow, ApprovalsRepository } from './approvals.repository.js';
import { ProposalRunner } from './proposal-runner.js';
import { approversOf } from './proposal.types.js';

export type DecideResult =
  | { kind: 'decided'; approval: ApprovalRow }
  | { kind: 'not_found' | 'own' | 'role' | 'state' | 'changed' }
  /** What it was about is no longer so: nothing was done, and nothing will be. */
  | { kind: 'outdated'; fields: EffectField[] };
export type SettingsResult =
  | { kind: 'set'; settings: ApprovalSettingsShape }
  | { kind: 'alone' }
  | { kind: 'conflict' }
  | NeedsApproval;

const STUCK_AT_ONCE = 20;

/** Four-eyes approval: one member proposes, another approves, and the action is carried out once. */
@Injectable()
export class ApprovalsService {
  private readonly log = new Logger('Approvals');

  constructor(
    private readonly approvals: ApprovalsRepository,
    private readonly gate: ApprovalGate,
    private readonly runner: ProposalRunner,
    private readonly settings: StaffSettingsRepository,
    private readonly audit: AuditService,
    private readonly effects: Effects,
  ) {}

  async list(): Promise<ApprovalRow[]> {
    await this.approvals.expire();
    return await this.approvals.list();
  }

  async read(id: string): Promise<ApprovalRow | null> {
    await this.approvals.expire();
    return await this.approvals.byId(id);
  }

  /** @param hash of the proposal that the caller has reviewed */
  async approve(staff: Staff, id: string, hash: string): Promise<DecideResult> {
    const row = await this.read(id);
    if (!row) return { kind: 'not_found' };
    if (isOwn(row, staff)) return { kind: 'own' };
    if (!approversOf(row.kind as ApprovalKind).includes(staff.role)) return { kind: 'role' };
    if (row.hash !== hash) return { kind: 'changed' };
    if (row.state !== 'asked') return { kind: 'state' };
    const fields = outdated(row.effect, (await this.effects.of(row.proposal)).effect);
    if (fields.length > 0) return await this.outdate(row, fields);
    if (!(await this.approvals.approve(id, hash, staff.actor))) return { kind: 'state' };
    await this.audit.record(staff.actor, 'approval.approve', id, { kind: row.kind, subject: row.subject });
    await this.carryOut(row);
    return { kind: 'decided', approval: (await this.approvals.byId(id)) ?? row };
  }

  async refuse(staff: Staff, id: string, note: string | null): Promise<DecideResult> {
    const row = await this.read(id);
    if (!row) return { kind: 'not_found' };
    if (isOwn(row, staff)) return { kind: 'own' };
    if (!approversOf(row.kind as ApprovalKind).includes(staff.role)) return { kind: 'role' };
    return await this.end(row, 'refused', staff, note);
  }

  /** Withdraws a proposal; only the person who asked can, also if a key of theirs asked. */
  async withdraw(staff: Staff, id: string): Promise<DecideResult> {
    const row = await this.read(id);
    if (!row) return { kind: 'not_found' };
    if (!isOwn(row, staff)) return { kind: 'role' };
    return await this.end(row, 'withdrawn', staff, null);
  }

  async readSettings(): Promise<ApprovalSettingsShape> {
    const terms = termsOf(await this.settings.read());
    const approvers = (await this.approvals.membersIn(approversOf('settings'))).length;
    return { ...terms, kinds: [...terms.kinds], approvers, version: versionOf(terms) };
  }

  /**
   * Weakening the rules needs a second owner, or one person could lift them alone; tightening them needs at least one
   * member able to approve.
   * @param version as read; another one is a conflict
   */
  async setSettings(staff: Staff, after: ApprovalTerms, version?: string): Promise<SettingsResult> {
    const { kinds, refundFreeMinor } = { ...after, kinds: [...after.kinds] };
    const before = await this.readSettings();
    if (version !== undefined && version !== before.version) return { kind: 'conflict' };
    const owners = (await this.approvals.membersIn(approversOf('settings'))).filter((each) => each !== staff.actor);
    const isWeaker = weakens(before, { kinds, refundFreeMinor });
    if (isWeaker && owners.length > 0)
      return await this.gate.propose(staff, { action: 'settings', kinds, refundFreeMinor, version: before.version });
    const isMore = kinds.some((kind) => !before.kinds.includes(kind));
    if (isMore && !(await this.hasOthers(staff.actor, kinds))) return { kind: 'alone' };
    const change = { approvalKinds: kinds, refundFreeMinor: refundFreeMinor === null ? null : BigInt(refundFreeMinor) };
    // what somebody put under approval meanwhile must not be lifted by one person, whatever version was named
    if (!(await this.settings.write(change, (now) => termsVersion(now) === before.version)))
      return { kind: 'conflict' };
    await this.audit.record(staff.actor, 'approval.settings', 'team', { kinds, refundFreeMinor });
    return { kind: 'set', settings: await this.readSettings() };
  }

  /** Expires old proposals and resumes those left by a dead node. */
  async sweep(): Promise<void> {
    await this.approvals.expire();
    for (const row of await this.approvals.takeStuck(STUCK_AT_ONCE)) await this.carryOn(row);
  }

  /** The node that began it may have carried it out: what is as approved is not done again. */
  private async carryOn(row: ApprovalRow): Promise<void> {
    try {
      const standing = standingOf(row.effect, (await this.effects.of(row.proposal)).effect);
      if (standing === 'begun') return await this.carryOut(row);
      if (standing === 'done') await this.finish(row, 'done', 'It had been done when its node went away.');
      else await this.finish(row, 'failed', outdatedWords(standing));
    } catch (error) {
      this.log.error(`approval ${row.id} could not be carried on: ${String(error)}`);
    }
  }

  private async outdate(row: ApprovalRow, fields: EffectField[]): Promise<DecideResult> {
    if (!(await this.approvals.outdate(row.id, outdatedWords(fields)))) return { kind: 'state' };
    await this.audit.record(row.askedBy, 'approval.failed', row.id, { kind: row.kind, subject: row.subject, fields });
    return { kind: 'outdated', fields };
  }

  private async finish(row: ApprovalRow, state: 'done' | 'failed', words: string): Promise<void> {
    if (!(await this.approvals.finish(row.id, state, words))) return; // the log must not tell two ends of one
    await this.audit.record(row.askedBy, `approval.${state}`, row.id, { kind: row.kind, subject: row.subject });
  }

  /** An unexpected error leaves the proposal approved for a retry; after five attempts it fails permanently. */
  private async carryOut(row: ApprovalRow): Promise<void> {
    try {
      const { state, words } = await this.runner.run(row);
      await this.finish(row, state, words);
    } catch (error) {
      this.log.error(`approval ${row.id} could not be carried out: ${String(error)}`);
    }
  }

  private async end(
    row: ApprovalRow,
    to: 'refused' | 'withdrawn',
    staff: Staff,
    note: string | null,
  ): Promise<DecideResult> {
    if (!(await this.approvals.end(row.id, to, staff.actor, note))) return { kind: 'state' };
    const action = to === 'refused' ? 'approval.refuse' : 'approval.withdraw';
    await this.audit.record(staff.actor, action, row.id, { kind: row.kind, subject: row.subject, note });
    return { kind: 'decided', approval: (await this.approvals.byId(row.id)) ?? row };
  }

  private async hasOthers(actor: string, kinds: readonly ApprovalKind[]): Promise<boolean> {
    for (const kind of kinds)
      if (!(await this.approvals.membersIn(approversOf(kind))).some((each) => each !== actor)) return false;
    return true;
  }
}

const outdatedWords = (fields: readonly EffectField[]): string =>
  `It has changed since it was asked for: ${inWords(fields)}. Nothing was done.`;

/** Returns whether the member is the person who asked, by session or by a key; of an unknown person, everybody may be. */
function isOwn({ person, askedBy }: ApprovalRow, staff: Staff): boolean {
  return person === null ? askedBy === staff.actor || askedBy.startsWith('key:') : person === staff.person;
}
