import type { Problem } from '../../../src/contract/errors.js';
import { OpenKeys } from './open-keys.js';

const TIMEOUT_MS = 10_000;
/** Timeout for large bodies: a map of 60,000 seats is uploaded, validated and stored. */
const LONG_TIMEOUT_MS = 60_000;
const LONG_BODY = 64 * 1024;

/** An error answer from the server; status 0 means no answer, so that the outcome is unknown. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
    /** The call may have taken effect. */
    readonly isUnknown = false,
  ) {
    super(problem?.detail ?? problem?.title ?? 'The server did not answer.');
  }

  get code(): string {
    return this.problem?.code ?? 'NO_ANSWER';
  }
}

/** Statuses of calls that were not looked at: they say nothing about an earlier try. */
const refusedBeforehand: ReadonlySet<number> = new Set([401, 429, 503]);

let csrfToken = '';
/** API prefix of all calls: the team's or a partner's. */
let doors: 'admin' | 'partner' = 'admin';
/** A partner's key; null if the session cookie authenticates. */
let partnerKey: string | null = null;
const openKeys = new OpenKeys();
let onUnknown: () => void = () => undefined;
let onSignedOut: () => void = () => undefined;

export function keepFormToken(token: string): void {
  csrfToken = token;
}

/** Directs all later calls to `/v1/partner`, authenticated by this key or, if null, by the session cookie. */
export function callAsPartner(key: string | null): void {
  doors = 'partner';
  partnerKey = key;
}

/** Registers the listener for calls refused because the session has ended. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Registers the listener for changes whose outcome is unknown: the page refetches its data. */
export function whenUnknown(listener: () => void): void {
  onUnknown = listener;
}

/** Calls `/v1/admin`, or `/v1/partner` in the portal. Rejects with a Refusal. */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return await send(method, path, body === undefined ? undefined : JSON.stringify(body), 'application/json', signal);
}

/** One try of a call whose repeats its caller decides on. */
export interface Try {
  /** Of this act; another act with the same fields, such as a second scan of a ticket, has another. */
  key: string;
  timeoutMs: number;
}

/** Calls once under the caller's own Idempotency-Key, so that only a repeat of this very act is answered as one. */
export async function callOnce<T>(method: string, path: string, body: unknown, once: Try): Promise<T> {
  return await send(method, path, JSON.stringify(body), 'application/json', undefined, once);
}

/** Sends a file verbatim, so that the server can report line numbers. */
export async function callWithText<T>(path: string, text: string, contentType: string): Promise<T> {
  return await send('POST', path, text, contentType);
}

async function send<T>(
  method: string,
  path: string,
  payload: string | undefined,
  contentType: string,
  signal?: AbortSignal,
  once?: Try,
): Promise<T> {
  const timeout = AbortSignal.timeout(
    once?.timeoutMs ?? (payload !== undefined && payload.length > LONG_BODY ? LONG_TIMEOUT_MS : TIMEOUT_MS),
  );
  const asking = { method, path, payload };
  const key = method === 'GET' ? null : (once?.key ?? openKeys.keyFor(asking, Date.now()));
  const unknown = (status: number, problem: Problem | null): Refusal => {
    if (key === null) return new Refusal(status, problem);
    if (!once) {
      openKeys.keep(asking, key, Date.now());
      onUnknown();
    }
    return new Refusal(status, problem, true);
  };
  let response: Response;
  let text: string;
  try {
    response = await fetch(`/v1/${doors}/${path}`, {
      method,
      credentials: partnerKey === null ? 'same-origin' : 'omit',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        accept: 'application/json',
        ...(partnerKey === null ? {} : { authorization: `Bearer ${partnerKey}` }),
        ...(payload === undefined ? {} : { 'content-type': contentType }),
        ...(key === null ? {} : { ...(partnerKey === null && { 'x-csrf-token': csrfToken }), 'idempotency-key': key }),
      },
      ...(payload === undefined ? {} : { body: payload }),
    });
    text = await response.text();
  } catch {
    if (signal?.aborted) throw new Refusal(0, null); // its page needs no answer any more
    throw unknown(0, null);
  }
  const { status, ok } = response;
  const answer = readJson(text);
  if (ok ? answer === null : isOutcomeUnknown(status, problemIn(answer?.value)))
    throw unknown(status, problemIn(answer?.value));
  if (key !== null && !once && !refusedBeforehand.has(status)) openKeys.answered(asking);
  if (ok) return answer?.value as T;
  const refusal = new Refusal(status, problemIn(answer?.value));
  if (refusal.code === 'SIGN_IN_REQUIRED' || (doors === 'partner' && refusal.code === 'API_KEY_INVALID')) onSignedOut();
  throw refusal;
}

/** A proxy whose upstream died, an unforeseen error and a call still running leave open what has been done. */
function isOutcomeUnknown(status: number, problem: Problem | null): boolean {
  if (problem?.code === 'INTERNAL' || problem?.code === 'IDEMPOTENCY_IN_PROGRESS') return true;
  return status >= 500 && problem === null;
}

/** Returns null for what is not JSON, such as a proxy's error page. */
function readJson(text: string): { value: unknown } | null {
  if (text === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

function problemIn(value: unknown): Problem | null {
  return typeof value === 'object' && value !== null && 'code' in value ? (value as Problem) : null;
}
