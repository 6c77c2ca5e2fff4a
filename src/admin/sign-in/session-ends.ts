import { Injectable } from '@nestjs/common';
import { LiveService } from '../live/live.service.js';
import { SessionsRepository } from './sessions.repository.js';

/** Ends sessions together with the control rooms that they opened. */
@Injectable()
export class SessionEnds {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly live: LiveService,
  ) {}

  /** Returns how many ended. */
  async ofMember(memberId: string, exceptHash: string | null = null): Promise<number> {
    const ended = await this.sessions.endOfMember(memberId, exceptHash);
    for (const idHash of ended) await this.live.revoke(idHash);
    return ended.length;
  }

  /** One session of a member, by the name that its owner sees. False when there is none. */
  async one(memberId: string, publicId: string): Promise<boolean> {
    const session = (await this.sessions.ofMember(memberId)).find((each) => each.publicId === publicId);
    if (!session) return false;
    await this.sessions.end(session.idHash);
    await this.live.revoke(session.idHash);
    return true;
  }
}
