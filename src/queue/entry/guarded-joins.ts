import { Injectable, Logger } from '@nestjs/common';
import { BatchFullError, NaturalBatch } from '../../platform/batch/natural-batch.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';
import { NetworkShares } from '../challenge/network-shares.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { RAISES_MAX } from '../line/reservation.rules.js';
import { Reservations } from '../line/reservations.service.js';
import { keyOf, PersonPlaces } from './person-places.service.js';
import { TourPlaces } from './tour-places.js';
import { type GuardedJoin, GuardedJoinStore, type JoinProof } from './guarded-join.store.js';

export type ProvenJoin =
  | GuardedJoin
  | { kind: 'elsewhere' }
  | { kind: 'state'; state: string }
  | { kind: 'lane_unknown' }
  | { kind: 'away' };

/** Joins per call: each costs the script a few commands, and a script blocks all of Redis while it runs. */
const BLOCK_MAX = 250;
const BATCHES_MAX = 10_000;

/** Batches a lane's concurrent joins with proofs, as JoinBatch does for those without. */
@Injectable()
export class GuardedJoins {
  private readonly log = new Logger('GuardedJoins');
  private readonly batches = new BoundedMap<string, NaturalBatch<JoinProof, ProvenJoin>>(BATCHES_MAX);

  constructor(
    private readonly store: GuardedJoinStore,
    private readonly epochs: EpochGuard,
    private readonly shares: NetworkShares,
    private readonly persons: PersonPlaces,
    private readonly tours: TourPlaces,
    private readonly reservations: Reservations,
  ) {}

  async take(saleId: string, lane: string, proof: JoinProof): Promise<ProvenJoin> {
    try {
      return await this.batchOf(saleId, lane).add(proof);
    } catch (error) {
      if (error instanceof BatchFullError) return { kind: 'full' };
      throw error;
    }
  }

  /**
   * A join that is refused takes no number: members of a group, and those who stand in line for another sale of the
   * tour, are found before the rest join.
   */
  private async run(saleId: string, lane: string, proofs: readonly JoinProof[]): Promise<ProvenJoin[]> {
    const elsewhere = await this.tours.elsewhere(saleId, proofs);
    const free = proofs.filter(({ person }) => person === null || !elsewhere.has(keyOf(person)));
    const resultOf = new Map<JoinProof, ProvenJoin>(await this.persons.shared(saleId, free));
    const joining = free.filter((proof) => !resultOf.has(proof));
    const results = joining.length === 0 ? [] : await this.join(saleId, lane, joining);
    for (const [index, result] of results.entries()) {
      const proof = joining[index];
      if (proof) resultOf.set(proof, result);
    }
    return proofs.map((proof) => resultOf.get(proof) ?? { kind: 'elsewhere' });
  }

  private async join(saleId: string, lane: string, proofs: readonly JoinProof[]): Promise<ProvenJoin[]> {
    const block = await this.blockOf(saleId, lane, proofs);
    if (block.kind !== 'taken') return proofs.map(() => block);
    const { lanes, results } = block;
    const refusal = await this.joinLate(saleId, lane, proofs, block);
    const confirmed: ProvenJoin[] = await this.persons.confirm(saleId, lane, lanes, proofs, results);
    return confirmed.map((result, at) => (results[at]?.kind === 'full' ? refusal : result));
  }

  /**
   * Lets those who came after the last reserved number, and have spent nothing yet, take one of more. Never rejects,
   * because the others of the block have their numbers.
   * @returns what those are told who got none
   */
  private async joinLate(
    saleId: string,
    lane: string,
    proofs: readonly JoinProof[],
    { results, arrivals }: { results: GuardedJoin[]; arrivals: number },
  ): Promise<ProvenJoin> {
    for (let raises = 0, known = arrivals; raises < RAISES_MAX; raises += 1) {
      const late = [...results.keys()].filter((at) => results[at]?.kind === 'full');
      if (late.length === 0 || !(await this.reservations.raised(saleId, lane, known))) break;
      try {
        const again = late.flatMap((at) => proofs[at] ?? []);
        const block = await this.blockOf(saleId, lane, again);
        if (block.kind !== 'taken') return block;
        known = block.arrivals;
        for (const [index, at] of late.entries()) results[at] = block.results[index] ?? { kind: 'full' };
      } catch (error) {
        this.log.warn(`joins beyond the reserved numbers of ${saleId} ${lane} failed: ${String(error)}`);
        break;
      }
    }
    return { kind: 'full' };
  }

  private async blockOf(saleId: string, lane: string, proofs: readonly JoinProof[]) {
    let lanes: string[] = [];
    const block = await this.epochs.call(saleId, (stamp, record) => {
      lanes = record.lanes.map(({ lane: key }) => key);
      return this.store.join(saleId, lane, lanes, stamp, proofs);
    });
    if (block.kind !== 'taken') return block;
    this.reservations.taken(saleId, lane, block.arrivals, block.left);
    block.results.forEach((result, index) => {
      const network = proofs[index]?.network;
      if (network && result.kind === 'number')
        this.shares.learn(saleId, network, result.networkPlaces, lane, block.arrivals);
    });
    return { ...block, lanes };
  }

  private batchOf(saleId: string, lane: string): NaturalBatch<JoinProof, ProvenJoin> {
    const run = async (proofs: readonly JoinProof[]) => await this.run(saleId, lane, proofs);
    return this.batches.getOrMake(`${saleId} ${lane}`, () => new NaturalBatch({ maxSize: BLOCK_MAX, run }));
  }
}
