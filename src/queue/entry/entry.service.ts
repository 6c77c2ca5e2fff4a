import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import type { ClientNetwork } from '../../platform/http/network.js';
import { isHardEnough } from '../challenge/challenge.policy.js';
import { ChallengeService } from '../challenge/challenge.service.js';
import { NetworkShares } from '../challenge/network-shares.js';
import type { EntryRefusal, JoinTerms } from '../queue.types.js';
import type { JoinProof } from './guarded-join.store.js';

type Entry = NonNullable<JoinTerms['entry']>;
export type Admitted = { kind: 'plain'; lane: string } | { kind: 'proven'; lane: string; proof: JoinProof };

/** Decides who may take a number: looks at everything that was brought along and spends none of it. */
@Injectable()
export class EntryService {
  constructor(
    private readonly challenges: ChallengeService,
    private readonly shares: NetworkShares,
    private readonly clock: Clock,
  ) {}

  async admit(saleId: string, wish: string | undefined, entry: Entry): Promise<Admitted | EntryRefusal> {
    const { rules } = entry;
    if (rules.frozen) return { kind: 'frozen' };
    const lane = rules.lanes.find(({ key }) => wish === undefined || key === wish);
    if (!lane) return { kind: 'lane_unknown' };
    if (rules.challenge === 'off') return { kind: 'plain', lane: lane.key };
    const client = entry.client();
    const challenge = await this.challengeOf(saleId, entry, client);
    if (challenge.kind !== 'fine') return challenge;
    const network = this.challenges.digestOf(client.prefix);
    this.shares.note(saleId, network);
    return { kind: 'proven', lane: lane.key, proof: { network, challenge: challenge.spends, person: null } };
  }

  /** What the join spends: a challenge that was solved, or none where none is due. */
  private async challengeOf(
    saleId: string,
    { rules, proofs }: Entry,
    client: ClientNetwork,
  ): Promise<{ kind: 'fine'; spends: JoinProof['challenge'] } | EntryRefusal> {
    const due = this.challenges.difficultyOf(saleId, rules.challenge, client);
    if (proofs.challenge === undefined)
      return due > 0 ? { kind: 'challenge_required' } : { kind: 'fine', spends: null };
    const solved = await this.challenges.verify(saleId, proofs.challenge, client);
    if (solved.kind === 'invalid' || !isHardEnough(solved.difficulty, due)) return { kind: 'challenge_invalid' };
    return { kind: 'fine', spends: { id: solved.id, lifeMs: solved.expiresAtMs - this.clock.nowMs() } };
  }
}
