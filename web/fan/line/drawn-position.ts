import type { BeaconVerdict } from '../../../src/contract/line/beacon.js';
import type { Snapshot } from '../../../src/contract/line/line-shapes.js';
import { aheadOf } from '../../../src/contract/line/standing.js';
import { placeBox } from '../state/boxes.js';
import type { Store } from '../state/store.js';
import { placePollMs } from './claim.rules.js';
import type { checkDraw } from './draw-check.js';
import type { LineSessionState } from './line-state.js';

/** Computes the fan's position on this device, with arithmetic that is not needed before the draw: chunks of their own. */
export class DrawnPosition {
  private stopped = false;
  private checkDraw: typeof checkDraw | null = null;
  private verifyBeacon: ((draw: Snapshot['draw']) => BeaconVerdict) | null = null;
  private hasAskedBeacon = false;

  constructor(
    private readonly slug: string,
    private readonly state: Store<LineSessionState>,
  ) {}

  stop(): void {
    this.stopped = true;
  }

  start(): void {
    void this.load(async () => {
      this.checkDraw = (await import('./draw-check.js')).checkDraw;
    });
  }

  /** Computes the position: from the draw for numbers up to N, the number itself above. */
  locate(): void {
    const { snapshot, joined, check, startAhead } = this.state.get();
    if (!snapshot || !joined) return;
    const kept = placeBox.get(this.slug);
    const beacon = check || snapshot.draw.seed === null ? 'none' : this.beaconVerdictOf(snapshot);
    if (beacon === null) return;
    const known = check ?? this.checkDraw?.(snapshot, joined.lane, joined.number, kept?.commitmentSeen ?? null, beacon);
    if (!known) return;
    const { position } = known;
    const start = startAhead ?? aheadOf(position, snapshot.lanes[joined.lane]?.serving ?? 0) ?? 0;
    if (kept && (startAhead === null || kept.position !== position))
      placeBox.set(this.slug, { ...kept, startAhead: start, position });
    if (!check || startAhead === null) this.state.patch({ check: known, position, startAhead: start });
  }

  /** Returns null while the curve of the beacon's signatures is loading. */
  private beaconVerdictOf({ draw }: Snapshot): BeaconVerdict | null {
    if (draw.beaconChain === null) return 'none';
    if (!this.hasAskedBeacon) {
      this.hasAskedBeacon = true;
      void this.load(async () => {
        this.verifyBeacon = (await import('../../../src/contract/line/beacon.js')).verifyBeacon;
      });
    }
    return this.verifyBeacon?.(draw) ?? null;
  }

  /** Loads a chunk and computes anew; retried on failure, for without it no position can be shown. */
  private async load(fetch: () => Promise<void>): Promise<void> {
    try {
      await fetch();
      this.locate();
    } catch {
      if (!this.stopped) setTimeout(() => void this.load(fetch), placePollMs);
    }
  }
}
