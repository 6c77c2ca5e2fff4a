import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { fanLanguages } from '../../../contract/languages.js';
import { CreateOrderDto } from './order-input.types.js';

const isRefused = (name: string): boolean =>
  validateSync(plainToInstance(CreateOrderDto, { holdId: 'hold_1', buyer: { email: 'fan@example.com', name } }))
    .length > 0;

describe('the name of a buyer', () => {
  it.each(['Zoë Müller-O’Neil', '张伟', 'X Æ A-12', '<b>bold</b>'])('may be %s', (name) => {
    expect(isRefused(name)).toBe(false);
  });
  it.each([
    ' ',
    '\u200b\u200d',
    'a\0b',
    'two\nlines',
    'two\u2028lines',
    'a\u202eb',
    'a\ud800',
    'x'.repeat(121),
    'Win at evil.com',
  ])('may not be %j', (name) => {
    expect(isRefused(name)).toBe(true);
  });
});

describe('the language of an order', () => {
  const refusals = (language: string): number =>
    validateSync(
      plainToInstance(CreateOrderDto, { holdId: 'hold_1', buyer: { email: 'a@example.com', name: 'A' }, language }),
    ).length;

  it('may be each that a fan may read the pages in, and no other', () => {
    expect(fanLanguages.map(refusals)).toEqual(fanLanguages.map(() => 0));
    expect(refusals('xx')).toBe(1);
  });
});
