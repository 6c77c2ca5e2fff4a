import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import type { ClientNetwork } from '../../platform/http/network.js';
import { Tallies } from '../../platform/tally/tallies.js';
import { isHardEnough } from '../challenge/challenge.policy.js';
import { ChallengeService } from '../challenge/challenge.service.js';
import { NetworkShares } from '../challenge/network-shares.js';
import { AccessCodesService } from '../codes/access-codes.service.js';
import { CardChecksStore } from '../identity/card-checks.store.js';
import { FormMailsStore } from '../identity/form-mails.store.js';
import type { PlaceToken } from '../places/place-token.js';
import type { EntryRefusal, EntryRules, JoinTerms } from '../queue.types.js';
import { IdentityService, type ProvenPerson } from '../identity/identity.service.js';
import { GuardedJoinStore, type JoinProof, type SamePlace } from './guarded-join.store.js';
import { PersonPlaces } from './person-places.service.js';

type Entry = NonNullable<JoinTerms['entry']>;
export type Admitted =
  | { kind: 'plain'; lane: string }
  | SamePlace
  | { kind: 'proven'; lane: string; proof: JoinProof; codeDigest: string | null };

/** Who may share a friend's place. `network`: digest that they count towards; null if networks are not counted. */
export interface AdmittedMember {
  kind: 'fine';
  person: ProvenPerson | null;
  tour: string | null;
  network: string | null;
}

/** Decides who may take a number: checks all proofs of a join and spends none of them. */
@Injectable()
export class EntryService {
  // more than six: one per kind of proof
  constructor(
    private readonly challenges: ChallengeService,
    private readonly shares: NetworkShares,
    private readonly codes: AccessCodesService,
    private readonly identities: IdentityService,
    private readonly formMails: FormMailsStore,
    private readonly cardChecks: CardChecksStore,
    private readonly store: GuardedJoinStore,
    private readonly persons: PersonPlaces,
    private readonly clock: Clock,
    private readonly tallies: Tallies,
  ) {}

  /** @param knowsLane true if the fan was let into the lane before, by a code that may be used up */
  async admit(
    saleId: string,
    wish: string | undefined,
    entry: Entry,
    knowsLane = false,
  ): Promise<Admitted | EntryRefusal> {
    const { rules, proofs } = entry;
    if (rules.frozen) return { kind: 'frozen' };
    const named = wish === undefined ? null : rules.lanes.find(({ key }) => key === wish);
    if (named === undefined) return { kind: 'lane_unknown' };
    const open = named ?? rules.lanes.find(({ access }) => access === 'open');
    // without a named lane, the code decides the lane
    const needsCode =
      !(knowsLane && named !== null) &&
      (open?.access !== 'open' || (named === null && proofs.accessCode !== undefined));
    if (!needsCode && rules.challenge === 'off' && rules.entry === 'open' && open !== undefined)
      return { kind: 'plain', lane: open.key };
    if (needsCode && proofs.accessCode === undefined) return { kind: 'code_required' };
    const client = entry.client();
    const person = await this.personOf(saleId, entry);
    if (person.kind !== 'fine') return person;
    const challenge = await this.challengeOf(saleId, entry, client, person.proves);
    if (challenge.kind !== 'fine') return challenge;
    const network = this.challenges.digestOf(client.prefix);
    // the code that gave this person a place may be used up
    const same = needsCode && person.proves ? await this.persons.find(saleId, person.proves) : null;
    if (same) return same;
    const code = needsCode ? await this.codes.check(saleId, proofs.accessCode ?? '', wish, network) : null;
    if (code !== null && code.kind !== 'good') return code;
    const counted = rules.challenge === 'off' ? null : network;
    if (counted !== null) this.shares.note(saleId, counted);
    const proof = { network: counted, challenge: challenge.spends, person: person.proves, tour: rules.tour };
    return { kind: 'proven', lane: code?.lane ?? open?.key ?? '', proof, codeDigest: code?.digest ?? null };
  }

  /** Decides whether an e-mail code may be requested: costs the same as a place, and spends the challenge at once. */
  async admitMail(saleId: string, entry: Omit<Entry, 'client'>, client: ClientNetwork): Promise<EntryRefusal | null> {
    if (entry.rules.frozen) return { kind: 'frozen' };
    const challenge = await this.challengeOf(saleId, entry, client, null);
    if (challenge.kind !== 'fine') return challenge;
    if (entry.rules.challenge !== 'off') this.shares.note(saleId, this.challenges.digestOf(client.prefix));
    const spent = challenge.spends === null || (await this.store.spendChallenge(saleId, challenge.spends));
    return spent ? null : { kind: 'challenge_invalid' };
  }

  /** Decides whether a card may be checked: costs the same as a mail, and is limited per network in every sale. */
  async admitCardCheck(
    saleId: string,
    entry: Omit<Entry, 'client'>,
    client: ClientNetwork,
  ): Promise<EntryRefusal | null> {
    const network = this.challenges.digestOf(client.prefix);
    const retryAfterMs = await this.cardChecks.begin(saleId, network);
    if (retryAfterMs > 0) return { kind: 'rate_limited', retryAfterMs };
    const refusal = await this.admitMail(saleId, entry, client);
    if (refusal) await this.cardChecks.takeBack(saleId, network);
    return refusal;
  }

  /**
   * Decides whether a form without JavaScript may request an e-mail code. It cannot solve a challenge, so mails are
   * limited per network, and more strictly while a sale sends many of them.
   */
  async admitFormMail(saleId: string, rules: EntryRules, client: ClientNetwork): Promise<EntryRefusal | null> {
    if (rules.frozen) return { kind: 'frozen' };
    const retryAfterMs = await this.formMails.begin(saleId, this.challenges.digestOf(client.prefix));
    return retryAfterMs > 0 ? { kind: 'rate_limited', retryAfterMs } : null;
  }

  /** Decides whether somebody may share a friend's place: requires the same identity and challenge as a new place. */
  async admitMember(saleId: string, entry: Entry): Promise<AdmittedMember | EntryRefusal> {
    if (entry.rules.frozen) return { kind: 'frozen' };
    const client = entry.client();
    const person = await this.personOf(saleId, entry);
    if (person.kind !== 'fine') return person;
    const challenge = await this.challengeOf(saleId, entry, client, person.proves);
    if (challenge.kind !== 'fine') return challenge;
    const network = entry.rules.challenge === 'off' ? null : this.challenges.digestOf(client.prefix);
    if (network !== null) this.shares.note(saleId, network);
    const spent = challenge.spends === null || (await this.store.spendChallenge(saleId, challenge.spends));
    if (!spent) return { kind: 'challenge_invalid' };
    return { kind: 'fine', person: person.proves, tour: entry.rules.tour, network };
  }

  /** Decides whether somebody may take a place over: where places belong to a person, only that person may. */
  async admitHolder(
    { saleId, lane, number, member }: Pick<PlaceToken, 'saleId' | 'lane' | 'number' | 'member'>,
    entry: Omit<Entry, 'client'>,
  ): Promise<EntryRefusal | null> {
    if (entry.rules.entry === 'open') return null;
    const person = await this.personOf(saleId, entry);
    if (person.kind !== 'fine') return person;
    const own = person.proves && (await this.persons.find(saleId, person.proves));
    const isOwn = own?.lane === lane && own.number === number && own.member === member;
    return isOwn ? null : { kind: 'identity_required' };
  }

  private async personOf(
    saleId: string,
    { rules, proofs }: Omit<Entry, 'client'>,
  ): Promise<{ kind: 'fine'; proves: ProvenPerson | null } | EntryRefusal> {
    const found = proofs.identity === undefined ? null : await this.identities.personOf(saleId, rules, proofs.identity);
    if (found?.kind === 'away') return { kind: 'identity_away', retryAfterMs: found.retryAfterMs };
    const proves = found?.kind === 'proven' ? found.person : null;
    // open sales need no identity, but an address proved in lieu of a challenge still gets only one place
    if (rules.entry === 'open') return { kind: 'fine', proves: proves?.byForm === true ? proves : null };
    return proves ? { kind: 'fine', proves } : { kind: 'identity_required' };
  }

  /** Checks the challenge and returns what the join spends: the solved one, or null if none is due. */
  private async challengeOf(
    saleId: string,
    { rules, proofs }: Omit<Entry, 'client'>,
    client: ClientNetwork,
    person: ProvenPerson | null,
  ): Promise<{ kind: 'fine'; spends: JoinProof['challenge'] } | EntryRefusal> {
    if (rules.challenge === 'off') return { kind: 'fine', spends: null };
    if (rules.challenge === 'observe') {
      const wouldAsk = person === null && this.challenges.difficultyOf(saleId, 'auto', client) > 0;
      if (wouldAsk) this.tallies.add(saleId, 'challenge_observed');
      return { kind: 'fine', spends: null };
    }
    // a proved identity replaces the challenge, unless the sale always asks for one and the page can solve it
    const isSpared = person !== null && (rules.challenge === 'auto' || person.byForm);
    const due = isSpared ? 0 : this.challenges.difficultyOf(saleId, rules.challenge, client);
    if (proofs.challenge === undefined)
      return due > 0 ? { kind: 'challenge_required' } : { kind: 'fine', spends: null };
    const solved = await this.challenges.verify(saleId, proofs.challenge, client);
    if (solved.kind === 'invalid' || !isHardEnough(solved.difficulty, due)) return { kind: 'challenge_invalid' };
    return { kind: 'fine', spends: { id: solved.id, lifeMs: solved.expiresAtMs - this.clock.nowMs() } };
  }
}
