import { Injectable, Logger } from '@nestjs/common';
import {
  type BeaconChain,
  type BeaconRound,
  quicknet,
  randomnessOf,
  timeOfRoundMs,
} from '../../contract/line/beacon.js';
import { Clock } from '../../platform/clock/clock.js';
import { EgressService } from '../../platform/egress/egress.service.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';

/** Relays of the same chain. They need not be trusted, because the chain's signature is verified here. */
const RELAYS = ['https://api.drand.sh', 'https://drand.cloudflare.com', 'https://api2.drand.sh'];
const RETRY_MS = 1_000;
const MAX_ROUNDS = 1_000;
const FAILURES_A_WARNING = 30;

interface Asked {
  isAsking: boolean;
  failures: number;
  atMs: number;
}
export type SignedRound = BeaconRound & { randomness: string };

/** Fetches rounds of the public beacon in the background: a relay may take seconds, and callers poll anyway. */
@Injectable()
export class BeaconSource {
  chain: BeaconChain = quicknet;
  private readonly log = new Logger('Beacon');
  private readonly known = new BoundedMap<number, SignedRound>(MAX_ROUNDS);
  private readonly asked = new BoundedMap<number, Asked>(MAX_ROUNDS);

  constructor(
    private readonly egress: EgressService,
    private readonly clock: Clock,
  ) {}

  /** Returns the round if known; otherwise requests it, at most once a second and not before it is due. */
  round(round: number): SignedRound | null {
    const known = this.known.get(round);
    if (known) return known;
    const atMs = this.clock.monotonicMs();
    const asked = this.asked.get(round) ?? { isAsking: false, failures: 0, atMs: Number.NEGATIVE_INFINITY };
    const isDue = this.clock.nowMs() >= timeOfRoundMs(this.chain, round);
    if (asked.isAsking || !isDue || atMs - asked.atMs < RETRY_MS) return null;
    this.asked.set(round, asked);
    void this.ask(round, Object.assign(asked, { isAsking: true, atMs }));
    return null;
  }

  private async ask(round: number, asked: Asked): Promise<void> {
    const relay = RELAYS[asked.failures % RELAYS.length] ?? '';
    try {
      const signed = await this.read(`${relay}/${this.chain.hash}/public/${round}`, round);
      this.known.set(round, signed);
    } catch (error) {
      asked.failures += 1;
      if (asked.failures % FAILURES_A_WARNING === 1)
        this.log.warn(`round ${round} could not be read from ${relay}: ${String(error)}`);
    } finally {
      asked.isAsking = false;
    }
  }

  private async read(address: string, round: number): Promise<SignedRound> {
    const { status, text } = await this.egress.get(address, { accept: 'application/json' });
    if (status !== 200) throw new Error(`answered ${status}`);
    const { signature } = JSON.parse(text) as Partial<BeaconRound>;
    const randomness = typeof signature === 'string' ? randomnessOf(this.chain, { round, signature }) : null;
    if (randomness === null || signature === undefined) throw new Error('is not signed by its chain');
    return { round, signature, randomness };
  }
}
