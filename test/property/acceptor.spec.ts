import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { HoldItemsDto } from '../../src/checkout/holds/hold-input.types.js';
import { PlaceInput } from '../../src/sales/pages/place-input.types.js';
import { Acceptor } from '../../src/platform/problem/acceptor.js';

const acceptor = new Acceptor();
const strict = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };
const isValid = (instance: object): boolean => validateSync(instance, strict).length === 0;

/** Almost valid bodies, which are the interesting ones. */
const id = fc.oneof(fc.constantFrom('tt_1', 'A-1-2', '', 'x y', 'a'.repeat(65)), fc.integer());
const item = fc.record(
  {
    ticketTypeId: id,
    quantity: fc.oneof(fc.integer({ min: -1, max: 60 }), fc.constant('2'), fc.constant(1.5)),
    bestAvailable: fc.oneof(fc.constant({}), fc.constant({ section: 'A' }), fc.constant({ row: 1 }), fc.constant('A')),
    seatIds: fc.oneof(fc.array(id, { maxLength: 3 }), fc.constant(null)),
    more: fc.constant(1),
  },
  { requiredKeys: [] },
);
const body = fc.record({ items: fc.oneof(fc.array(item, { maxLength: 3 }), fc.constant('x'), fc.constant([null])) });

describe('a body that is accepted quickly', () => {
  it('is one that class-validator accepts', () => {
    fc.assert(
      fc.property(body, (plain) => {
        const instance = plainToInstance(HoldItemsDto, plain);
        if (acceptor.accepts(instance)) expect(isValid(instance)).toBe(true);
      }),
    );
  });

  it('is every usual one', () => {
    const usual = [
      { items: [{ ticketTypeId: 'tt_1', quantity: 2 }] },
      {
        items: [
          { ticketTypeId: 'tt_1', quantity: 2, bestAvailable: { section: 'A' } },
          { seatIds: ['A-1-1', 'A-1-2'] },
        ],
      },
    ];
    for (const plain of usual) expect(acceptor.accepts(plainToInstance(HoldItemsDto, plain))).toBe(true);
    for (const plain of [{}, { lane: 'general' }])
      expect(acceptor.accepts(plainToInstance(PlaceInput, plain))).toBe(true);
  });

  it.each([{ unknown: 1 }, { lane: 7 }, { lane: 'x'.repeat(65) }])('is not one with a fault: %j', (plain) => {
    expect(acceptor.accepts(plainToInstance(PlaceInput, plain))).toBe(false);
  });

  it('is never of a class without a description, or no object at all', () => {
    for (const value of [{}, [], null, undefined, 'text', new Date()]) expect(acceptor.accepts(value)).toBe(false);
  });
});
