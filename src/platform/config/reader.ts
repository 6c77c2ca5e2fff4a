import ipaddr from 'ipaddr.js';

import { ADDRESS_FORMS, redisAddressOf } from '../redis/redis-address.rules.js';
import type { Variable } from './variables.js';

export type Env = Readonly<Record<string, string | undefined>>;

/** Reads variables and collects all problems, so that an operator sees them at once. */
export class Reader {
  readonly problems: string[] = [];

  constructor(private readonly env: Env) {}

  /** Records the problem and returns `instead`, which is never used because the start is aborted. */
  refuse<T>(problem: string, instead: T): T {
    if (!this.problems.includes(problem)) this.problems.push(problem);
    return instead;
  }
  text(name: Variable): string | null {
    const value = this.env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  }
  required(name: Variable, why: string): string {
    return this.text(name) ?? this.refuse(`${name} is not set (${why})`, '');
  }
  flag(name: Variable): boolean {
    const value = this.text(name);
    if (value === null || value === 'false') return false;
    return value === 'true' || this.refuse(`${name} must be true or false, not "${value}"`, false);
  }
  integer(name: Variable, fallback: number, min: number, max: number): number {
    const value = this.text(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= min && number <= max) return number;
    return this.refuse(`${name} must be a whole number from ${min} to ${max}, not "${value}"`, fallback);
  }
  url(name: Variable, protocols: readonly string[]): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const parsed = URL.canParse(value) ? new URL(value) : null;
    if (parsed && protocols.includes(parsed.protocol)) return value.replace(/\/+$/, '');
    const beginnings = protocols.map((protocol) => `${protocol}//`).join(' or ');
    return this.refuse(`${name} must be an address that begins with ${beginnings}`, null);
  }
  redis(name: Variable): string | null {
    const value = this.text(name);
    if (value === null || redisAddressOf(value)) return value;
    return this.refuse(`${name} must be an address such as ${ADDRESS_FORMS}`, null);
  }
  oneOf<T extends string>(name: Variable, allowed: readonly T[], fallback: T): T {
    const value = this.text(name) ?? fallback;
    const found = allowed.find((candidate) => candidate === value);
    return found ?? this.refuse(`${name} must be one of ${allowed.join(', ')}, not "${value}"`, fallback);
  }
  /** From 0 to 1. */
  share(name: Variable, fallback: number): number {
    const value = this.text(name);
    if (value === null) return fallback;
    const share = Number(value);
    if (share >= 0 && share <= 1) return share;
    return this.refuse(`${name} must be a number from 0 to 1, not "${value}"`, fallback);
  }
  /** A comma-separated list of name=value; values, which may be secrets, are not repeated in messages. */
  pairs(name: Variable): Record<string, string> {
    const parts = (this.text(name) ?? '').split(',').map((part) => part.trim());
    const pairs = parts.filter((part) => part !== '').map((part) => /^([!-+\--<>-~]+)=(.+)$/.exec(part));
    if (pairs.includes(null)) this.refuse(`${name} must be a list such as name=value,name=value`, null);
    return Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair[1] ?? '', pair[2] ?? '']] : [])));
  }
  /** A comma-separated list of addresses and networks. */
  networks(name: Variable): string[] {
    const parts = (this.text(name) ?? '').split(',').map((part) => part.trim());
    const isFine = (part: string) => (part.includes('/') ? ipaddr.isValidCIDR(part) : ipaddr.isValid(part));
    for (const part of parts.filter((each) => each !== '' && !isFine(each)))
      this.refuse(`${name} has "${part}", which is neither an address nor a network such as 10.0.0.0/8`, null);
    return parts.filter((part) => part !== '');
  }
}
