import type { CrowdShape } from '../contract/staff/rehearsal-shapes.js';

/**
 * The crowd of a rehearsal by position. The draw is a uniform shuffle, so the next position is a farm's with the share
 * that the farm has among the numbers left: the same law as the draw's 90 rounds of hashing, at a millionth of the cost.
 * Fans who come after the opening stand behind the draw in the order of their arrival.
 */
export class Crowd {
  /** N: the places taken before the opening. */
  readonly drawn: number;
  private readonly later: number;
  private readonly farmPresence: number;
  private farmLeft: number;

  constructor(
    private readonly terms: CrowdShape,
    private readonly chance: () => number,
  ) {
    const { fans, beforeOpening, farmPlaces, farmIdentities } = terms;
    const early = Math.round(fans * beforeOpening);
    this.drawn = early + farmPlaces;
    this.later = fans - early;
    this.farmLeft = farmPlaces;
    this.farmPresence = farmPlaces === 0 ? 0 : Math.min(1, farmIdentities / farmPlaces);
  }

  arrivalsAt(second: number): number {
    const arriveSeconds = this.terms.arriveMinutes * 60;
    const share = arriveSeconds <= 0 ? 1 : Math.min(1, second / arriveSeconds);
    return this.drawn + Math.floor(this.later * share);
  }

  /** Returns the second of the arrival; those drawn count from the opening. */
  arrivedAt(position: number): number {
    const late = position - this.drawn;
    return late <= 0 ? 0 : (late / Math.max(1, this.later)) * this.terms.arriveMinutes * 60;
  }

  /** Draws whose position it is; to be asked once for each, in order. */
  isFarm(position: number): boolean {
    if (position > this.drawn || this.farmLeft === 0) return false;
    const isFarm = this.chance() * (this.drawn - position + 1) < this.farmLeft;
    if (isFarm) this.farmLeft -= 1;
    return isFarm;
  }

  /** A farm attends as many places at once as it has identities; fans stay as long as their patience lasts. */
  isThere(isFarm: boolean, waitedSeconds: number): boolean {
    if (isFarm) return this.chance() < this.farmPresence;
    return this.chance() < Math.exp(-waitedSeconds / (this.terms.patienceMinutes * 60));
  }
}
