import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import { Config } from '../config/config.js';
import { isPublicAddress, judgeUrl } from './egress.rules.js';

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 10_000;
/** An answer to a POST is read for its beginning only; a receiver that sends more is cut off. */
const MAX_ANSWER_BYTES = 16 * 1024;
/** A document is read whole or not at all. Key sets with certificates take up to 30 KiB. */
const MAX_DOCUMENT_BYTES = 256 * 1024;
const CONNECTIONS_PER_ORIGIN = 8;

export interface EgressAnswer {
  status: number;
  /** The raw Retry-After header. */
  retryAfter: string | null;
  text: string;
}
/** The address must not be reached from here. */
export class EgressRefused extends Error {}

type LookUpAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name and rejects internal addresses at connect time, which defeats DNS rebinding between check and use.
 */
export const guardLookup =
  (lookUp: LookUpAll): LookupFunction =>
  (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const fine = addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = fine;
      if (!first) return callback(new EgressRefused(`${hostname} does not lead to the public internet`), '', 0);
      return options.all ? callback(null, fine) : callback(null, first.address, first.family);
    });
  };
export const guardedLookup = guardLookup((hostname, options, callback) => lookup(hostname, options, callback));

/** The only egress to addresses that users can set (webhooks, keys). Redirects are not followed. */
@Injectable()
export class EgressService implements OnApplicationShutdown {
  private readonly guarded = new Agent({
    connect: { lookup: this.lookup, timeout: CONNECT_TIMEOUT_MS },
    connections: CONNECTIONS_PER_ORIGIN,
  });
  private readonly open = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, connections: CONNECTIONS_PER_ORIGIN });
  /** Internal addresses set by the operator rather than a user: the demo's inbox. */
  readonly allowedOrigins: readonly string[];

  constructor(config: Config) {
    this.allowedOrigins =
      config.mode === 'demo' && config.partnerInboxUrl !== null ? [new URL(config.partnerInboxUrl).origin] : [];
  }

  /** How names are resolved at the moment of connecting; a test shows what happens without the guard. */
  protected get lookup(): LookupFunction {
    return guardedLookup;
  }

  /**
   * POSTs and returns the status and the beginning of the answer. Throws EgressRefused, the network's error, or a
   * time-out after 10 s.
   */
  async post(address: string, headers: Record<string, string>, body: string | Buffer): Promise<EgressAnswer> {
    return await this.ask(address, { method: 'POST', headers, body }, MAX_ANSWER_BYTES);
  }

  /** Like `post`, for published documents such as keys. Throws if the document exceeds 256 KiB. */
  async get(address: string, headers: Record<string, string>): Promise<EgressAnswer> {
    const answer = await this.ask(address, { method: 'GET', headers }, MAX_DOCUMENT_BYTES);
    if (answer.isCut) throw new Error(`answered with more than ${MAX_DOCUMENT_BYTES} bytes`);
    return answer;
  }

  private async ask(
    address: string,
    call: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string | Buffer },
    maxBytes: number,
  ): Promise<EgressAnswer & { isCut: boolean }> {
    const verdict = judgeUrl(address, this.allowedOrigins);
    if (verdict.kind === 'refused') throw new EgressRefused(verdict.why);
    const dispatcher = this.allowedOrigins.includes(verdict.url.origin) ? this.open : this.guarded;
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    const answer = await request(verdict.url, {
      ...call,
      dispatcher,
      signal,
      headersTimeout: ANSWER_TIMEOUT_MS,
      bodyTimeout: ANSWER_TIMEOUT_MS,
    });
    const { bytes, isCut } = await beginningOf(answer.body, maxBytes);
    const retryAfter = answer.headers['retry-after'];
    return {
      status: answer.statusCode,
      retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
      text: bytes.toString(),
      isCut,
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.guarded.destroy(), this.open.destroy()]);
  }
}

/** Reads up to `maxBytes` and hangs up on the rest. */
async function beginningOf(body: Readable, maxBytes: number): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= maxBytes) continue;
    body.destroy();
    break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), isCut: size > maxBytes };
}
