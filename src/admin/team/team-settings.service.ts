import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import { ApprovalGate, type NeedsApproval } from '../approvals/approval-gate.js';
import type { Staff, StaffRole } from '../sign-in/staff.types.js';
import { StaffSettingsRepository } from './staff-settings.repository.js';
import { asksForLess } from './team-defaults.rules.js';

/** Which roles must have a second factor. Asking for less needs a second owner, where there is one. */
@Injectable()
export class TeamSettings {
  constructor(
    private readonly settings: StaffSettingsRepository,
    private readonly gate: ApprovalGate,
    private readonly audit: AuditService,
  ) {}

  async twoFactorRoles(): Promise<StaffRole[]> {
    return (await this.settings.read()).twoFactorRoles as StaffRole[];
  }

  async setTwoFactorRoles(
    staff: Staff,
    roles: StaffRole[],
  ): Promise<{ kind: 'set'; roles: StaffRole[] } | NeedsApproval> {
    if (asksForLess(await this.twoFactorRoles(), roles) && (await this.gate.hasOther(staff, 'settings')))
      return await this.gate.propose(staff, { action: 'two_factor_roles', roles });
    await this.settings.write({ twoFactorRoles: roles });
    await this.audit.record(staff.actor, 'team.settings', 'team', { twoFactorRoles: roles });
    return { kind: 'set', roles };
  }
}
