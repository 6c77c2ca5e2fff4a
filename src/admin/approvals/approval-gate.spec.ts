import { describe, expect, it } from '@jest/globals';
import type { AuditService } from '../../platform/audit/audit.service.js';
import type { Config } from '../../platform/config/config.js';
import type { Staff } from '../sign-in/staff.types.js';
import type { StaffSettingsRepository } from '../team/staff-settings.repository.js';
import { ApprovalGate } from './approval-gate.js';
import type { Effects } from './effects.service.js';
import type { ApprovalsRepository } from './approvals.repository.js';

const LIVE = { mode: 'production', stripeSecretKey: 'sk_live_spec' };
const OWNER = 'member:mem_owner';
const staff = (person: string | null, actor = person ?? 'key:key_1') => ({ actor, person }) as Staff;
const gateOf = (members: string[], config = LIVE): ApprovalGate =>
  new ApprovalGate(
    {} as StaffSettingsRepository,
    { membersIn: async () => await Promise.resolve(members) } as unknown as ApprovalsRepository,
    {} as AuditService,
    config as Config,
    {} as Effects,
  );

describe('a refund of a ticket that let somebody in', () => {
  it('needs a second person where money is real and there is one, whoever asks and by what', async () => {
    const gate = gateOf([OWNER, 'member:mem_other']);
    for (const who of [staff(OWNER), staff(OWNER, 'key:key_1'), staff('key:operator'), staff(null)])
      expect(await gate.asksAfterScan(who)).toBe(true);
  });

  it('needs none of a member who is alone, by session or by a key of their own', async () => {
    const gate = gateOf([OWNER]);
    expect(await gate.asksAfterScan(staff(OWNER))).toBe(false);
    expect(await gate.asksAfterScan(staff(OWNER, 'key:key_1'))).toBe(false);
  });

  it('needs none in a demo and with test payments', async () => {
    for (const change of [{ mode: 'demo' }, { stripeSecretKey: 'sk_test_spec' }])
      expect(await gateOf([OWNER, 'member:mem_other'], { ...LIVE, ...change }).asksAfterScan(staff(OWNER))).toBe(false);
  });
});
