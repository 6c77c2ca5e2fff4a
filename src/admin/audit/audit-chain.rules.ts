import { hash } from 'node:crypto';

export interface ChainedEntry {
  id: bigint;
  at: Date;
  actor: string;
  action: string;
  subject: string;
  data: unknown;
}
interface Sealed {
  id: bigint;
  seq: bigint;
  hash: string;
}
export interface ChainEnd {
  seq: bigint;
  hash: string;
}

/** Before the first entry of an installation. */
export const CHAIN_START: ChainEnd = { seq: 0n, hash: '' };

/** Canonical JSON (sorted keys, no white space): equal values yield equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** SHA-256 over the hash before and the entry, one field a line; scripts/verify-log.mjs computes the same. */
export function sealOf(before: string, seq: bigint, { id, at, actor, action, subject, data }: ChainedEntry): string {
  const lines = [before, String(seq), String(id), at.toISOString(), actor, action, subject, canonical(data)];
  return hash('sha256', lines.join('\n'), 'hex');
}

/** Chains entries after the last one sealed. */
export function sealAll(last: ChainEnd, entries: readonly ChainedEntry[]): Sealed[] {
  let end = last;
  return entries.map((entry) => {
    const seq = end.seq + 1n;
    end = { seq, hash: sealOf(end.hash, seq, entry) };
    return { id: entry.id, ...end };
  });
}
