import { readFileSync } from 'node:fs';
import type { BeaconChain, BeaconRound } from '../../src/contract/line/beacon.js';

/** A chain recorded for tests, whose genesis the spec sets; and a round as the public network published it. */
export const recordedBeacon = JSON.parse(readFileSync('test/vectors/beacon.json', 'utf8')) as Omit<
  BeaconChain,
  'genesisSeconds'
> & { rounds: BeaconRound[]; quicknet: BeaconRound & { randomness: string } };
