import { beforeEach, expect, it, jest } from '@jest/globals';
import type { Config } from '../../platform/config/config.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { DrawService } from '../draw/draw.service.js';
import type { LineRecordCache } from '../line/line-record-cache.service.js';
import type { LineRecord } from '../queue.repository.js';
import { PlaceIdentity } from './place-identity.service.js';
import { newPlace, signPlace } from './place-token.js';

let tokens: Tokens;
let identity: PlaceIdentity;
const position = { now: null as number | null };
beforeEach(() => {
  tokens = new Tokens({ secret: Buffer.alloc(32, 7), previousSecret: null } as Config);
  const draws = { positionOf: () => position.now } as unknown as DrawService;
  identity = new PlaceIdentity(tokens, {} as LineRecordCache, draws);
});
const place = newPlace('sale_1', 'general', 12, 1_000);

it('checks the signature of a place that asks again once, and that of a forged one each time', () => {
  const verify = jest.spyOn(tokens, 'verify');
  const good = signPlace(tokens, place);
  expect([identity.readAgain(good), identity.readAgain(good)]).toEqual([place, place]);
  expect(verify).toHaveBeenCalledTimes(1);
  const forged = `${good.slice(0, -2)}xx`;
  expect([identity.readAgain(forged), identity.readAgain(forged)]).toEqual([null, null]);
  expect(verify.mock.calls.length).toBeGreaterThanOrEqual(3);
});

it('tells the tokens of one place apart', () => {
  const moved = { ...place, generation: '1', extraTime: true };
  for (const each of [place, moved, place, moved]) expect(identity.readAgain(signPlace(tokens, each))).toEqual(each);
});

it('gives a place the admission id of its position, also when that becomes known', () => {
  const idOf = () => identity.queryOf(place, {} as LineRecord).admissionId;
  position.now = null;
  const before = idOf();
  position.now = 5;
  expect(idOf()).toBe(tokens.mac('admission', 'sale_1', 'general', 5));
  expect(before).toBe(tokens.mac('admission', 'sale_1', 'general', 0));
});
