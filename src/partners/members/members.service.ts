import { Injectable } from '@nestjs/common';
import type { NewPartnerMemberShape, PartnerMemberShape } from '../../contract/partners/portal-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Config } from '../../platform/config/config.js';
import { PromptMails } from '../../platform/mail/prompt-mails.js';
import { newLink } from '../../platform/tokens/one-time-links.js';
import { PartnersRepository } from '../partners.repository.js';
import { addressOf, type PartnerMemberRecord, PartnerMembersRepository } from './members.repository.js';

export type InviteMemberResult =
  | { kind: 'invited'; member: NewPartnerMemberShape }
  | { kind: 'partner_unknown' }
  | { kind: 'full' };

/** Members of a partner's portal. The promoter invites them; from then on they sign in by links mailed on request. */
@Injectable()
export class PartnerMembers {
  constructor(
    private readonly members: PartnerMembersRepository,
    private readonly partners: PartnersRepository,
    private readonly mails: PromptMails,
    private readonly config: Config,
    private readonly audit: AuditService,
  ) {}

  /** Returns null when there is no such partner. */
  async list(partnerId: string): Promise<PartnerMemberShape[] | null> {
    if (!(await this.partners.byId(partnerId))) return null;
    return (await this.members.list(partnerId)).map(shapeOf);
  }

  /** Invites a member; for an existing one sends a fresh link. */
  async invite(actor: string, partnerId: string, email: string): Promise<InviteMemberResult> {
    const partner = await this.partners.byId(partnerId);
    if (!partner || partner.archivedAt !== null) return { kind: 'partner_unknown' };
    const address = addressOf(email);
    const { hash, link } = newLink(this.config.publicUrl, 'partner#invitation');
    const id = await this.members.invite({ partnerId, email: address, invitedBy: actor, linkHash: hash });
    const record = (await this.members.list(partnerId)).find((each) => each.id === id);
    if (id === null || !record) return { kind: 'full' };
    await this.audit.record(actor, 'partner.invite', id, { partnerId });
    const mail = this.mails.post(address, `Your invitation for ${partner.name}`, [
      `You are invited to the partners' portal of ${this.host}, for ${partner.name}: webhooks, what was sent, and sending it again.`,
      `Open this link to enter. It works once, for seven days:\n${link}`,
      'If you did not expect this, ignore this mail.',
    ]);
    return { kind: 'invited', member: { ...shapeOf(record), link, mail } };
  }

  /** Removes a member and ends their sessions and links at once. Returns false if the partner has no such member. */
  async remove(actor: string, partnerId: string, id: string): Promise<boolean> {
    const removed = await this.members.remove(partnerId, id);
    if (removed) await this.audit.record(actor, 'partner.remove_member', id, { partnerId });
    return removed;
  }

  private get host(): string {
    return new URL(this.config.publicUrl).host;
  }
}

const shapeOf = ({ createdAt, joinedAt, invitedUntil, seenAt, ...row }: PartnerMemberRecord): PartnerMemberShape => ({
  ...row,
  createdAt: createdAt.toISOString(),
  joinedAt: joinedAt?.toISOString() ?? null,
  invitedUntil: invitedUntil?.toISOString() ?? null,
  seenAt: seenAt?.toISOString() ?? null,
});
