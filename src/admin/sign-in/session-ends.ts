import { Injectable } from '@nestjs/common';
import { LiveService } from '../live/live.service.js';
import { SessionsRepository } from './sessions.repository.js';

/** Ends sessions along with the control rooms they opened. */
@Injectable()
export class SessionEnds {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly live: LiveService,
  ) {}

  /** Ends all sessions of a member but one. Returns how many ended. */
  async ofMember(memberId: string, exceptHash: string | null = null): Promise<number> {
    const ended = await this.sessions.endOfMember(memberId, exceptHash);
    for (const idHash of ended) await this.live.revoke(idHash);
    return ended.length;
  }

  /** Ends one session of a member by its public id. Returns false if there is none. */
  async one(memberId: string, publicId: string): Promise<boolean> {
    const session = (await this.sessions.ofMember(memberId)).find((each) => each.publicId === publicId);
    if (!session) return false;
    await this.sessions.end(session.idHash);
    await this.live.revoke(session.idHash);
    return true;
  }
}
