import { Injectable } from '@nestjs/common';
import type { ApprovalKind } from '../../contract/staff/approval-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Config } from '../../platform/config/config.js';
import { takesRealMoney } from '../../platform/config/live.rules.js';
import { bodyHash } from '../../platform/idempotency/idempotency.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type { Staff } from '../sign-in/staff.types.js';
import { StaffSettingsRepository } from '../team/staff-settings.repository.js';
import { ApprovalsRepository } from './approvals.repository.js';
import { Effects } from './effects.service.js';
import { approversOf, kindOf, type Proposal, subjectOf } from './proposal.types.js';

/** The action was not carried out; it awaits a second person. */
export interface NeedsApproval {
  kind: 'needs_approval';
  approvalId: string;
}

const NOBODYS_KEY =
  'This needs two people. A key that no member made cannot ask for it: sign in, or use a key of your own.';

/** Enforced in the services that carry out such actions, so that neither API nor pages can bypass it. */
@Injectable()
export class ApprovalGate {
  constructor(
    private readonly settings: StaffSettingsRepository,
    private readonly approvals: ApprovalsRepository,
    private readonly audit: AuditService,
    private readonly config: Config,
    private readonly effects: Effects,
  ) {}

  async asksFor(kind: ApprovalKind): Promise<boolean> {
    return (await this.settings.read()).approvalKinds.includes(kind);
  }

  /** Returns the amount one person may refund per day without approval; null means no limit. */
  async refundFreeMinor(): Promise<bigint | null> {
    const { approvalKinds, refundFreeMinor } = await this.settings.read();
    return approvalKinds.includes('refund') ? (refundFreeMinor ?? 0n) : null;
  }

  /**
   * Returns whether a refund of a ticket that let somebody in needs a second person although refunds in general do not:
   * where money is real, and another member may approve.
   */
  async asksAfterScan(staff: Staff): Promise<boolean> {
    return takesRealMoney(this.config) && (await this.hasOther(staff, 'refund'));
  }

  /** Returns whether a member other than the caller may approve such a proposal. */
  async hasOther({ actor, person }: Staff, kind: ApprovalKind | 'settings'): Promise<boolean> {
    const members = await this.approvals.membersIn(approversOf(kind));
    return members.some((member) => member !== (person ?? actor));
  }

  /** Returns null when no second person is needed. */
  async stop(staff: Staff, proposal: Proposal): Promise<NeedsApproval | null> {
    const kind = kindOf(proposal);
    return kind !== 'settings' && (await this.asksFor(kind)) ? await this.propose(staff, proposal) : null;
  }

  /** Refuses a key that no member made: with it, one person could ask under the key and approve as a member. */
  async propose(staff: Staff, proposal: Proposal): Promise<NeedsApproval> {
    if (staff.person === null) throw new ProblemError('FORBIDDEN', { detail: NOBODYS_KEY });
    const reason = 'reason' in proposal ? (proposal.reason ?? null) : null;
    const kind = kindOf(proposal);
    const subject = subjectOf(proposal);
    const { effect, people } = await this.effects.of(proposal);
    const row = await this.approvals.ask({
      ...{ kind, subject, proposal, effect, people, reason, askedBy: staff.actor, person: staff.person },
      hash: bodyHash({ proposal, effect }), // not the people, whose number is another every second
    });
    await this.audit.record(staff.actor, 'approval.ask', row.id, { kind, subject, reason });
    return { kind: 'needs_approval', approvalId: row.id };
  }
}
