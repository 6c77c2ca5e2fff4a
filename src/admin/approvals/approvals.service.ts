import { Injectable, Logger } from '@nestjs/common';
import type { ApprovalKind, ApprovalSettingsShape, EffectField } from '../../contract/staff/approval-shapes.js';
import type { ActionCode } from '../../contract/staff/action-words.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import type { AuditEntry, Json } from '../../platform/audit/audit.sql.js';
import { versionOf } from '../../platform/versions.js';
import type { Staff } from '../sign-in/staff.types.js';
import { StaffSettingsRepository } from '../team/staff-settings.repository.js';
import { ApprovalGate, type NeedsApproval } from './approval-gate.js';
import { inWords, outdated, standingOf } from './effect.rules.js';
import { Effects } from './effects.service.js';
import { type ApprovalTerms, termsOf, termsVersion, weakens } from './approval-settings.rules.js';
import { type ApprovalRow, ApprovalsRepository } from './approvals.repository.js';
import { entryOf, teamEntry } from './proposal-entry.rules.js';
import { type Outcome, ProposalRunner } from './proposal-runner.js';
import { approversOf } from './proposal.types.js';

export type DecideResult =
  | { kind: 'decided'; approval: ApprovalRow }
  | { kind: 'not_found' | 'own' | 'role' | 'state' | 'changed' }
  /** What it was about is no longer so: nothing was done, and nothing will be. */
  | { kind: 'outdated'; words: string };
export type SettingsResult =
  | { kind: 'set'; settings: ApprovalSettingsShape }
  | { kind: 'alone' }
  | { kind: 'conflict' }
  | NeedsApproval;

const STUCK_AT_ONCE = 20;
/** A third of the lease. */
const RENEW_MS = 20_000;
/** Ten minutes: no action takes longer. */
const MAX_RENEWALS = 30;
const DONE_BEFORE = 'It had been done when its node went away.';

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
    const entry = logOf(row, staff.actor, 'approval.approve');
    if (!(await this.approvals.approve(id, hash, staff.actor, entry))) return { kind: 'state' };
    this.audit.wrote();
    await this.carryOut({ ...row, tries: 1 });
    const after = (await this.approvals.byId(id)) ?? row;
    if (after.state === 'outdated') return { kind: 'outdated', words: after.outcome ?? '' };
    return { kind: 'decided', approval: after };
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
    const entry = teamEntry('approval.settings', { kinds, refundFreeMinor }, { actor: staff.actor, approvalId: null });
    if (!(await this.settings.write(change, (now) => termsVersion(now) === before.version, entry)))
      return { kind: 'conflict' };
    this.audit.wrote();
    return { kind: 'set', settings: await this.readSettings() };
  }

  /** Expires old proposals and resumes those left by a dead node. */
  async sweep(): Promise<void> {
    await this.approvals.expire();
    for (const row of await this.approvals.takeStuck(STUCK_AT_ONCE)) await this.carryOn(row);
  }

  /**
   * The node that began it may have carried it out, or still do: what is logged is done, and what is begun again is a
   * repeat. What only looks as approved was made by a version without that log, which is then made up for.
   */
  private async carryOn(row: ApprovalRow): Promise<void> {
    try {
      if (await this.audit.hasMade(row.id)) return await this.finish(row, 'done', DONE_BEFORE);
      const standing = standingOf(row.effect, (await this.effects.of(row.proposal)).effect);
      if (standing === 'begun') return await this.carryOut(row);
      if (standing !== 'done') return await this.finish(row, 'outdated', outdatedWords(standing));
      const entry = entryOf(row.proposal, { actor: row.askedBy, approvalId: row.id });
      if (entry) await this.audit.recordOnce(entry);
      await this.finish(row, 'done', DONE_BEFORE);
    } catch (error) {
      this.log.error(`approval ${row.id} could not be carried on: ${String(error)}`);
    }
  }

  private async outdate(row: ApprovalRow, fields: EffectField[]): Promise<DecideResult> {
    const entry = logOf(row, row.askedBy, 'approval.outdated', { fields });
    if (!(await this.approvals.outdate(row.id, outdatedWords(fields), entry))) return { kind: 'state' };
    this.audit.wrote();
    return { kind: 'outdated', words: `Changed meanwhile: ${inWords(fields)}.` };
  }

  private async finish(row: ApprovalRow, state: Outcome['state'], words: string): Promise<void> {
    await this.approvals.finish(row.id, state, words, logOf(row, row.askedBy, `approval.${state}`));
  }

  /**
   * Renews its lease while it runs. An unexpected error leaves the proposal approved for a retry; after five attempts it
   * fails permanently.
   */
  private async carryOut(row: ApprovalRow): Promise<void> {
    let renewals = 0;
    const lease = setInterval(() => {
      if ((renewals += 1) > MAX_RENEWALS) return; // one that hangs is another node's to end
      void this.approvals.renew(row).catch(() => undefined); // the next one makes up for it
    }, RENEW_MS);
    try {
      const { state, words } = await this.runner.run(row);
      // refused as a repeat, or over a state that another node has just made for this approval
      if (state !== 'done' && (await this.audit.hasMade(row.id))) await this.finish(row, 'done', DONE_BEFORE);
      else await this.finish(row, state, words);
    } catch (error) {
      this.log.error(`approval ${row.id} could not be carried out: ${String(error)}`);
    } finally {
      clearInterval(lease);
    }
  }

  private async end(
    row: ApprovalRow,
    to: 'refused' | 'withdrawn',
    staff: Staff,
    note: string | null,
  ): Promise<DecideResult> {
    const action = to === 'refused' ? 'approval.refuse' : 'approval.withdraw';
    const entry = logOf(row, staff.actor, action, { note });
    if (!(await this.approvals.end(row.id, to, { actor: staff.actor, note }, entry))) return { kind: 'state' };
    this.audit.wrote();
    return { kind: 'decided', approval: (await this.approvals.byId(row.id)) ?? row };
  }

  private async hasOthers(actor: string, kinds: readonly ApprovalKind[]): Promise<boolean> {
    for (const kind of kinds)
      if (!(await this.approvals.membersIn(approversOf(kind))).some((each) => each !== actor)) return false;
    return true;
  }
}

const logOf = (
  { id, kind, subject }: ApprovalRow,
  actor: string,
  action: ActionCode,
  more: { readonly [key: string]: Json } = {},
): AuditEntry => ({ actor, action, subject: id, data: { kind, subject, ...more } });

const outdatedWords = (fields: readonly EffectField[]): string =>
  `It has changed since it was asked for: ${inWords(fields)}. Nothing was done.`;

/** Returns whether the member is the person who asked, by session or by a key; of an unknown person, everybody may be. */
function isOwn({ person, askedBy }: ApprovalRow, staff: Staff): boolean {
  return person === null ? askedBy === staff.actor || askedBy.startsWith('key:') : person === staff.person;
}
