import type { AccessCodesShape } from '../../contract/line/entry-shapes.js';
import type { BatchCount } from '../../queue/codes/codes.types.js';

/** Returns counts by list and by lane; voided lists are left out of their lane's counts. */
export function countsOf(batches: readonly BatchCount[]): AccessCodesShape {
  const lanes = new Map<string, AccessCodesShape['lanes'][number]>();
  for (const { lane, codes, uses, used, voidedAt } of batches) {
    const sum = lanes.get(lane) ?? { lane, count: 0, uses: 0, used: 0 };
    lanes.set(lane, sum);
    if (voidedAt !== null) continue;
    sum.count += codes;
    sum.uses += uses;
    sum.used += used;
  }
  return {
    lanes: [...lanes.values()],
    batches: batches.map(({ id, lane, codes, uses, used, createdAt, voidedAt, guessable }) => ({
      ...{ batchId: id, lane, count: codes, uses, used },
      createdAt: createdAt.toISOString(),
      voidedAt: voidedAt?.toISOString() ?? null,
      guessable,
    })),
  };
}
