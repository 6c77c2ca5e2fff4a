import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { NewInvitationShape, PasswordResetLinkShape, TeamShape } from '../../contract/staff/team-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Config } from '../../platform/config/config.js';
import { PasswordResets } from '../account/password-resets.service.js';
import { MembersRepository } from '../sign-in/members.repository.js';
import { Passwords, TooManyHashes } from '../sign-in/passwords.js';
import { SessionEnds } from '../sign-in/session-ends.js';
import { addressOf } from '../sign-in/sign-in.service.js';
import type { StaffRole } from '../sign-in/staff.types.js';
import { hashOfLink, newLink } from '../../platform/tokens/one-time-links.js';
import { PromptMails } from '../../platform/mail/prompt-mails.js';
import { type InvitationRow, type MemberChange, TeamRepository } from './team.repository.js';

export type InviteResult = { kind: 'invited'; invitation: NewInvitationShape } | { kind: 'exists' } | { kind: 'full' };
export interface AcceptedInvitation {
  token: string;
  name: string;
  password: string;
}

const PASSWORD_BYTES = 32;

/**
 * Team members and roles. Changing a role or removing a member ends their sessions at once; whoever stops being a manager
 * leaves no API key of the promoter behind.
 */
@Injectable()
export class TeamService {
  constructor(
    private readonly team: TeamRepository,
    private readonly members: MembersRepository,
    private readonly passwords: Passwords,
    private readonly resets: PasswordResets,
    private readonly ends: SessionEnds,
    private readonly mails: PromptMails,
    private readonly config: Config,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<TeamShape> {
    const [members, invitations] = await Promise.all([this.team.members(), this.team.invitations()]);
    return {
      members: members.map((member) => ({
        ...member,
        createdAt: member.createdAt.toISOString(),
        seenAt: member.seenAt?.toISOString() ?? null,
      })),
      invitations: invitations.map(shapeOf),
    };
  }

  async invite(actor: string, email: string, role: StaffRole): Promise<InviteResult> {
    const address = addressOf(email);
    if (await this.members.byEmail(address)) return { kind: 'exists' };
    const { token, hash, link } = newLink(this.config.publicUrl, 'admin#invitation');
    const row = await this.team.invite(address, role, hash, actor);
    if (row === 'full') return { kind: 'full' };
    await this.audit.record(actor, 'team.invite', row.id, { role });
    const mail = this.mails.post(address, 'Your invitation to Ropeline', [
      `You are invited to the team of ${new URL(this.config.publicUrl).host} as ${role}.`,
      `Open this link to choose a password. It works once, for seven days:\n${link}`,
      'If you did not expect this, ignore this mail.',
    ]);
    return { kind: 'invited', invitation: { ...shapeOf(row), token, link, mail } };
  }

  async accept({ token, name, password }: AcceptedInvitation): Promise<'accepted' | 'refused' | 'busy'> {
    const hash = hashOfLink(token);
    if (!(await this.team.openInvitation(hash))) return 'refused';
    try {
      const id = await this.team.accept(hash, name.trim().normalize('NFC'), await this.passwords.hash(password));
      if (id === null) return 'refused';
      await this.audit.record(`member:${id}`, 'team.accept', `member:${id}`);
      return 'accepted';
    } catch (error) {
      if (error instanceof TooManyHashes) return 'busy';
      throw error;
    }
  }

  /**
   * Accepts the open invitation of an address that its identity provider has verified. The member gets no known password;
   * a reset sets one. Returns null if nobody invited them.
   */
  async acceptVerified(email: string, name: string): Promise<string | null> {
    const invitation = await this.team.invitationOf(email);
    if (!invitation) return null;
    const password = await this.passwords.hash(randomBytes(PASSWORD_BYTES).toString('base64url'));
    const id = await this.team.accept(invitation.tokenHash, name, password);
    if (id !== null) await this.audit.record(`member:${id}`, 'team.accept', `member:${id}`, { by: 'oidc' });
    return id;
  }

  async withdraw(actor: string, id: string): Promise<boolean> {
    const withdrawn = await this.team.withdraw(id);
    if (withdrawn) await this.audit.record(actor, 'team.withdraw_invitation', id);
    return withdrawn;
  }

  /** @param from the role as the caller has read it */
  async setRole(
    actor: string,
    id: string,
    { role, from }: { role: StaffRole; from?: StaffRole },
  ): Promise<MemberChange> {
    const before = await this.members.byId(id);
    if (before?.role === role) return 'changed';
    const { change, revokedKeys } = await this.team.setRole(id, role, from ?? null);
    if (change !== 'changed') return change;
    await this.audit.record(actor, 'team.role', `member:${id}`, { from: before?.role ?? null, to: role });
    await this.ended(actor, id, revokedKeys);
    return change;
  }

  async remove(actor: string, id: string): Promise<MemberChange> {
    const { change, revokedKeys } = await this.team.remove(id);
    if (change !== 'changed') return change;
    await this.audit.record(actor, 'team.remove', `member:${id}`);
    await this.ended(actor, id, revokedKeys);
    return change;
  }

  /** Ends a member's sessions, and records the keys that went with their role. */
  private async ended(actor: string, id: string, revokedKeys: readonly string[]): Promise<void> {
    await this.ends.ofMember(id);
    for (const key of revokedKeys) await this.audit.record(actor, 'api_key.revoke', key, { madeBy: `member:${id}` });
  }

  /** For members who lost both phone and recovery codes; removes their passkeys too. Returns false if there is no such member. */
  async clearSecondFactor(actor: string, id: string): Promise<boolean> {
    if (!(await this.members.byId(id))) return false;
    await this.members.setSecondFactor(id, null, []);
    await this.members.removePasskeys(id);
    await this.audit.record(actor, 'team.clear_second_factor', `member:${id}`);
    await this.ends.ofMember(id);
    return true;
  }

  /** For members who cannot be reached by mail. Returns null if there is no such member. */
  async resetLink(actor: string, id: string): Promise<PasswordResetLinkShape | null> {
    const member = await this.members.byId(id);
    if (!member) return null;
    await this.audit.record(actor, 'team.password_reset', `member:${id}`);
    return await this.resets.linkFor(member);
  }
}

const shapeOf = ({ role, createdAt, expiresAt, ...row }: InvitationRow): TeamShape['invitations'][number] => ({
  ...row,
  role: role as StaffRole,
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
});
