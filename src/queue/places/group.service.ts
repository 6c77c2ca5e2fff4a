import { Injectable } from '@nestjs/common';
import type { GroupShape } from '../../contract/line/place-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { NetworkShares } from '../challenge/network-shares.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { EntryService } from '../entry/entry.service.js';
import { RepeatedGroupJoins } from '../entry/repeated-group-joins.js';
import { type GroupAdded, type GroupPerson, GroupPersons, type PersonReply } from '../entry/group-persons.js';
import type { EntryRefusal, GroupJoinResult, JoinTerms, PlaceRefusal } from '../queue.types.js';
import { PlaceIdentity } from './place-identity.service.js';
import { PlaceService, refusalOf } from './place.service.js';
import { PlaceStore } from './place.store.js';
import { EVIDENCE_MARK, FIRST_GENERATION, newPlace, type PlaceToken, signPlace } from './place-token.js';

export type GroupResult = ({ kind: 'group' } & GroupShape) | { kind: 'GROUP_CLOSED' } | PlaceRefusal;

const RADIX = 36;
const PARTS = 3;
const RETRY_MS = 1_000;

/** Lets friends share one number: one position, one admission, one basket, and one member shopping at a time. */
@Injectable()
export class GroupService {
  // more than six: a friend joins with a person and a network as well
  constructor(
    private readonly identity: PlaceIdentity,
    private readonly places: PlaceService,
    private readonly tokens: Tokens,
    private readonly epochs: EpochGuard,
    private readonly store: PlaceStore,
    private readonly persons: GroupPersons,
    private readonly entries: EntryService,
    private readonly shares: NetworkShares,
    private readonly repeats: RepeatedGroupJoins,
    private readonly clock: Clock,
  ) {}

  /** Returns the code by which friends join; repeatable. Refused once the draw is fixed. */
  async open(placeToken: string): Promise<GroupResult> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'PLACE_TOKEN_INVALID') return found;
    const { place } = found;
    const reply = await this.epochs.call(place.saleId, (stamp, record) =>
      this.store.group(this.identity.queryOf(place, record), stamp, 'count'),
    );
    if (reply.kind === 'GROUP_FULL' || reply.kind === 'GROUP_CLOSED') return { kind: 'GROUP_CLOSED' };
    if (reply.kind !== 'members') return refusalOf(reply);
    // a member answers for the place like its owner: the code has the owner's evidence, where older readers stop
    const evidence = place.networkPlaces > 0 ? `${EVIDENCE_MARK}${place.networkPlaces.toString(RADIX)}` : '';
    const groupCode = this.tokens.sign('group', [
      ...[place.saleId, place.lane],
      `${place.number.toString(RADIX)}${evidence}`,
    ]);
    return { kind: 'group', groupCode, members: reply.members, most: reply.most };
  }

  /**
   * @param device token of the place this device already has; given up unless it is the group's own
   * @param entry what the sale asks of those who join; null if it asks nothing
   * @param callKey a join repeated with it is answered as the first, and adds nobody
   */
  async join(
    saleId: string,
    groupCode: string,
    device: string | null,
    entry: JoinTerms['entry'] | null = null,
    callKey: string | null = null,
  ): Promise<GroupJoinResult | EntryRefusal> {
    const said = [groupCode, entry?.proofs.challenge, entry?.proofs.identity];
    const once = await this.repeats.once(saleId, callKey, said, () => this.enter(saleId, groupCode, device, entry));
    if (once.kind !== 'same_member') return once;
    const { lane, number, member, networkPlaces } = once;
    const place = { ...newPlace(saleId, lane, number, this.clock.nowMs()), member, networkPlaces };
    return taken('repeated', signPlace(this.tokens, place), place);
  }

  private async enter(
    saleId: string,
    groupCode: string,
    device: string | null,
    entry: JoinTerms['entry'] | null,
  ): Promise<GroupJoinResult | EntryRefusal> {
    const admitted = entry ? await this.entries.admitMember(saleId, entry) : null;
    if (admitted && admitted.kind !== 'fine') return admitted;
    const proven = admitted?.person ? { person: admitted.person, tour: admitted.tour } : null;
    const lead = this.leadOf(saleId, groupCode);
    if (!lead) return { kind: 'GROUP_CODE_INVALID' };
    const own = device === null ? null : this.identity.read(device);
    if (device !== null && own?.saleId === saleId && own.lane === lead.lane && own.number === lead.number)
      return taken('repeated', device, own);
    const gives = own?.saleId === saleId ? own : null;
    const network = admitted?.network ?? null;
    const add = async (): Promise<GroupAdded> => await this.added(saleId, lead, network);
    const reply = proven ? await this.joinedBy(saleId, lead, { ...proven, gives }, add) : await add();
    switch (reply.kind) {
      case 'members': {
        const place = { ...lead, joinedAtMs: this.clock.nowMs(), member: reply.members - 1 };
        if (device !== null && gives) await this.places.leave(device);
        return taken('taken', signPlace(this.tokens, place), place);
      }
      case 'already': {
        const { kind: _kind, ...at } = reply;
        const isHere = at.lane === lead.lane && at.number === lead.number;
        if (device !== null && gives && isHere) await this.places.leave(device);
        const networkPlaces = isHere ? lead.networkPlaces : 0;
        const place = { ...newPlace(saleId, at.lane, at.number, this.clock.nowMs()), ...at, networkPlaces };
        return taken('repeated', signPlace(this.tokens, place), place);
      }
      case 'busy':
        return { kind: 'overloaded', retryAfterMs: RETRY_MS };
      case 'RATE_LIMITED':
        return { kind: 'overloaded', retryAfterMs: reply.retryAfterMs };
      case 'PLACE_UNKNOWN':
      case 'PLACE_LEFT':
      case 'PLACE_MOVED':
        return { kind: 'GROUP_CODE_INVALID' };
      default:
        return reply;
    }
  }

  private async joinedBy(
    saleId: string,
    lead: PlaceToken,
    who: GroupPerson,
    add: () => Promise<GroupAdded>,
  ): Promise<PersonReply> {
    const reply = await this.epochs.orNull(() => this.persons.join(saleId, lead, who, add));
    return reply ?? { kind: 'away' };
  }

  private async added(saleId: string, lead: PlaceToken, network: string | null): Promise<GroupAdded> {
    const reply = await this.epochs.call(saleId, async (stamp, record) => {
      const generation = await this.store.generation(saleId, lead);
      if (generation === 'left') return { kind: 'GROUP_CLOSED' as const };
      const current = this.identity.placed({ ...lead, generation: generation ?? FIRST_GENERATION }, record);
      return await this.store.group(this.identity.queryOf(current, record), stamp, 'add', network);
    });
    if (reply.kind === 'members' && network !== null) this.shares.learnNetwork(saleId, network, reply.networkPlaces);
    return reply;
  }

  private leadOf(saleId: string, groupCode: string): PlaceToken | null {
    const parts = this.tokens.verify('group', groupCode);
    if (parts?.length !== PARTS) return null;
    const [ofSale, lane, number] = parts as [string, string, string];
    if (ofSale !== saleId) return null;
    const networkPlaces = Number.parseInt(number.split(EVIDENCE_MARK)[1] ?? '0', RADIX);
    return { ...newPlace(saleId, lane, Number.parseInt(number, RADIX), 0), networkPlaces };
  }
}

function taken(
  kind: 'taken' | 'repeated',
  placeToken: string,
  { number, lane, joinedAtMs }: Pick<PlaceToken, 'number' | 'lane' | 'joinedAtMs'>,
): GroupJoinResult {
  return { kind, placeToken, number, lane, joinedAt: new Date(joinedAtMs).toISOString() };
}
