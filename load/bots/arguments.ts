import { parseArgs } from 'node:util';
import { WishError } from '../cli/arguments.js';

export interface BotWishes {
  fans: number;
  seconds: number;
  nights: number;
}
export const USAGE = `usage: npm run bots [-- --fans 100 --seconds 5 --nights 3]

One client with five connections from one network takes all the places it can before a sale opens, beside honest fans from
networks of their own, without and with proof of work; says how many of the first 50 calls are the client's.`;

const wholeOf = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > most)
    throw new WishError(`--${name} must be a whole number from 1 to ${most}`);
  return value;
};

export function readBotWishes(args: readonly string[]): BotWishes {
  const option = (value: string) => ({ type: 'string', default: value }) as const;
  const options = { fans: option('100'), seconds: option('5'), nights: option('3') };
  const { values } = parseArgs({ args: [...args], options });
  return {
    fans: wholeOf('fans', values.fans, 5_000),
    seconds: wholeOf('seconds', values.seconds, 300),
    nights: wholeOf('nights', values.nights, 50),
  };
}
