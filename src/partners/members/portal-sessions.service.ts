import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../../platform/audit/audit.service.js';
import { hashOfLink } from '../../platform/tokens/one-time-links.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { PortalSessionsRepository, type PortalVisitor } from './portal-sessions.repository.js';
import { sha256Hex } from '../../platform/tokens/digests.js';

export interface PortalSession {
  visitor: PortalVisitor;
  idHash: string;
  /** Required of a page for mutations by cookie. */
  csrfToken: string;
}

const SESSION_ID_BYTES = 32;

/** Portal sessions: opened by a one-time link, carried by a cookie. */
@Injectable()
export class PortalSessions {
  constructor(
    private readonly repository: PortalSessionsRepository,
    private readonly tokens: Tokens,
    private readonly audit: AuditService,
  ) {}

  /** Returns null if the link was used or has expired. */
  async enter(linkToken: string): Promise<{ sessionId: string; session: PortalSession } | null> {
    const sessionId = randomBytes(SESSION_ID_BYTES).toString('base64url');
    const memberId = await this.repository.open(hashOfLink(linkToken), sha256Hex(sessionId));
    const session = memberId === null ? null : await this.resume(sessionId);
    if (memberId === null || session === null) return null;
    const actor = partnerActorOf(memberId);
    await this.audit.record(actor, 'partner.signed_in', actor, { partnerId: session.visitor.partnerId });
    return { sessionId, session };
  }

  /** Returns null when the session has expired. */
  async resume(sessionId: string): Promise<PortalSession | null> {
    const idHash = sha256Hex(sessionId);
    const visitor = await this.repository.visitorOf(idHash);
    return visitor && { visitor, idHash, csrfToken: this.tokens.mac('csrf', 'partner', idHash) };
  }

  async leave({ idHash, visitor }: PortalSession): Promise<void> {
    await this.repository.end(idHash);
    const actor = partnerActorOf(visitor.memberId);
    await this.audit.record(actor, 'partner.signed_out', actor, { partnerId: visitor.partnerId });
  }
}

export const partnerActorOf = (memberId: string): string => `partner_member:${memberId}`;
