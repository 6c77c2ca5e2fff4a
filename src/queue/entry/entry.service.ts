import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import type { ClientNetwork } from '../../platform/http/network.js';
import { isHardEnough } from '../challenge/challenge.policy.js';
import { ChallengeService } from '../challenge/challenge.service.js';
import { NetworkShares } from '../challenge/network-shares.js';
import { AccessCodesService } from '../codes/access-codes.service.js';
import type { EntryRefusal, JoinTerms } from '../queue.types.js';
import type { JoinProof } from './guarded-join.store.js';

type Entry = NonNullable<JoinTerms['entry']>;
export type Admitted =
  | { kind: 'plain'; lane: string }
  | { kind: 'proven'; lane: string; proof: JoinProof; codeDigest: string | null };

/** Decides who may take a number: looks at everything that was brought along and spends none of it. */
@Injectable()
export class EntryService {
  constructor(
    private readonly challenges: ChallengeService,
    private readonly shares: NetworkShares,
    private readonly codes: AccessCodesService,
    private readonly clock: Clock,
  ) {}

  async admit(saleId: string, wish: string | undefined, entry: Entry): Promise<Admitted | EntryRefusal> {
    const { rules, proofs } = entry;
    if (rules.frozen) return { kind: 'frozen' };
    const named = wish === undefined ? null : rules.lanes.find(({ key }) => key === wish);
    if (named === undefined) return { kind: 'lane_unknown' };
    const open = named ?? rules.lanes.find(({ access }) => access === 'open');
    // a code says which lane it is for
    const needsCode = open?.access !== 'open' || (named === null && proofs.accessCode !== undefined);
    if (!needsCode && rules.challenge === 'off') return { kind: 'plain', lane: open.key };
    if (needsCode && proofs.accessCode === undefined) return { kind: 'code_required' };
    const client = entry.client();
    const challenge = await this.challengeOf(saleId, entry, client);
    if (challenge.kind !== 'fine') return challenge;
    const network = this.challenges.digestOf(client.prefix);
    const code = needsCode ? await this.codes.check(saleId, proofs.accessCode ?? '', wish, network) : null;
    if (code !== null && code.kind !== 'good') return code;
    const lane = code?.lane ?? open?.key ?? '';
    const counted = rules.challenge === 'off' ? null : network;
    if (counted !== null) this.shares.note(saleId, counted);
    const proof = { network: counted, challenge: challenge.spends, person: null };
    return { kind: 'proven', lane, proof, codeDigest: code?.digest ?? null };
  }

  /** What the join spends: a challenge that was solved, or none where none is due. */
  private async challengeOf(
    saleId: string,
    { rules, proofs }: Entry,
    client: ClientNetwork,
  ): Promise<{ kind: 'fine'; spends: JoinProof['challenge'] } | EntryRefusal> {
    if (rules.challenge === 'off') return { kind: 'fine', spends: null };
    const due = this.challenges.difficultyOf(saleId, rules.challenge, client);
    if (proofs.challenge === undefined)
      return due > 0 ? { kind: 'challenge_required' } : { kind: 'fine', spends: null };
    const solved = await this.challenges.verify(saleId, proofs.challenge, client);
    if (solved.kind === 'invalid' || !isHardEnough(solved.difficulty, due)) return { kind: 'challenge_invalid' };
    return { kind: 'fine', spends: { id: solved.id, lifeMs: solved.expiresAtMs - this.clock.nowMs() } };
  }
}
