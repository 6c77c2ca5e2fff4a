import { Injectable } from '@nestjs/common';
import { NaturalBatch } from '../../platform/batch/natural-batch.js';
import { PlaceService } from '../../queue/places/place.service.js';

interface Asked {
  saleId: string;
  lane: string;
  number: number;
  member: number;
}
const CHECKS_AT_ONCE = 1_000;

/**
 * Checks whether another device holds a place now, batching sockets that connect together. The token alone does not
 * suffice: the place may have moved after it was signed.
 */
@Injectable()
export class HolderCheck {
  private readonly batch: NaturalBatch<Asked, string | null>;

  constructor(places: PlaceService) {
    this.batch = new NaturalBatch({
      maxSize: CHECKS_AT_ONCE,
      run: async (asked) => {
        const answers = new Map<Asked, string | null>();
        for (const saleId of new Set(asked.map((each) => each.saleId))) {
          const own = asked.filter((each) => each.saleId === saleId);
          const holders = await places.holdersOf(saleId, own);
          own.forEach((each, index) => answers.set(each, holders[index] ?? null));
        }
        return asked.map((each) => answers.get(each) ?? null);
      },
    });
  }

  /**
   * Returns true if the place has moved on, so that tokens of this generation are refused. A place that was left is
   * reported elsewhere.
   */
  async hasMoved(saleId: string, place: Omit<Asked, 'saleId'> & { generation: string }): Promise<boolean> {
    const { lane, number, member, generation } = place;
    const holder = await this.batch.add({ saleId, lane, number, member });
    return holder !== null && Number(holder) > Number(generation);
  }
}
