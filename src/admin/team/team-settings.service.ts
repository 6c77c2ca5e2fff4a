import { Injectable } from '@nestjs/common';
import type { TeamSettingsShape } from '../../contract/staff/team-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { ApprovalGate, type NeedsApproval } from '../approvals/approval-gate.js';
import { teamEntry } from '../approvals/proposal-entry.rules.js';
import type { Staff, StaffRole } from '../sign-in/staff.types.js';
import { StaffSettingsRepository } from './staff-settings.repository.js';
import { asksForLess, rolesVersion } from './team-defaults.rules.js';

/** Which roles must have a second factor. Asking for less needs a second owner, where there is one. */
@Injectable()
export class TeamSettings {
  constructor(
    private readonly settings: StaffSettingsRepository,
    private readonly gate: ApprovalGate,
    private readonly audit: AuditService,
  ) {}

  async read(): Promise<TeamSettingsShape> {
    return shapeOf(await this.settings.read());
  }

  /** @param version as read; another one is a conflict */
  async setTwoFactorRoles(
    staff: Staff,
    roles: StaffRole[],
    version?: string,
  ): Promise<{ kind: 'set'; settings: TeamSettingsShape } | { kind: 'conflict' } | NeedsApproval> {
    const before = await this.read();
    const isOther = (now: TeamSettingsShape): boolean => version !== undefined && version !== now.version;
    if (isOther(before)) return { kind: 'conflict' };
    if (asksForLess(before.twoFactorRoles, roles) && (await this.gate.hasOther(staff, 'settings')))
      return await this.gate.propose(staff, { action: 'two_factor_roles', roles, version: before.version });
    // whoever asked for more meanwhile must not be overruled by one person, whatever version was named
    const isAsJudged = (now: TeamSettingsShape): boolean => now.version === before.version;
    const written = await this.settings.write(
      { twoFactorRoles: roles },
      (now) => isAsJudged(shapeOf(now)),
      teamEntry('team.settings', { twoFactorRoles: roles }, { actor: staff.actor, approvalId: null }),
    );
    if (!written) return { kind: 'conflict' };
    this.audit.wrote();
    return { kind: 'set', settings: await this.read() };
  }
}

const shapeOf = ({ twoFactorRoles }: { twoFactorRoles: readonly string[] }): TeamSettingsShape => ({
  twoFactorRoles: twoFactorRoles as StaffRole[],
  version: rolesVersion(twoFactorRoles),
});
