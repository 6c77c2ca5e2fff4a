import { stockKeys } from '../../../src/inventory/inventory.store.js';
import type { House, Mutations } from './house.js';

export type Mutation = (source: string) => string;

export const swap =
  (from: string, to: string): Mutation =>
  (source) => {
    if (!source.includes(from)) throw new Error(`the script has no ${from}`);
    return source.replaceAll(from, to);
  };

export const both =
  (...changes: Mutation[]): Mutation =>
  (source) =>
    changes.reduce((text, change) => change(text), source);

export const withoutEpoch = swap('if knownEpoch[1] ~= ARGV[1] or knownEpoch[2] ~= ARGV[2] then', 'if false then');

const notesSizes = swap(
  "return { 'EACH', unpack(answers) }",
  "redis.call('RPUSH', stockKey .. '|sizes', #answers)\nreturn { 'EACH', unpack(answers) }",
);

/** Adds a note of how many holds each call carried, for `sizesOf`; changes nothing else. */
export const noted = (mutations: Mutations = {}): Mutations => {
  const { 'hold-stock': change } = mutations;
  return { ...mutations, 'hold-stock': change ? both(change, notesSizes) : notesSizes };
};

export async function sizesOf({ services, saleId }: House): Promise<number[]> {
  const [, stock = ''] = stockKeys(saleId);
  return (await services.redis.core.lrange(`${stock}|sizes`, 0, '-1')).map(Number);
}
