import type { Problem } from '../../../src/contract/errors.js';

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

let csrfToken = '';
/** API prefix of all calls: the team's or a partner's. */
let doors: 'admin' | 'partner' = 'admin';
/** A partner's key; null if the session cookie authenticates. */
let partnerKey: string | null = null;
/** Idempotency keys of calls whose outcome is unknown: repeating the same call reuses its key, so it runs once. */
const openKeys = new Map<string, string>();
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
): Promise<T> {
  const timeout = AbortSignal.timeout(
    payload !== undefined && payload.length > LONG_BODY ? LONG_TIMEOUT_MS : TIMEOUT_MS,
  );
  const asking = `${method} ${path} ${payload ?? ''}`;
  const key = method === 'GET' ? null : (openKeys.get(asking) ?? crypto.randomUUID());
  let response: Response;
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
  } catch {
    if (key !== null) {
      openKeys.set(asking, key);
      onUnknown();
    }
    throw new Refusal(0, null, key !== null);
  }
  openKeys.delete(asking);
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  const refusal = new Refusal(response.status, problemIn(text));
  if (refusal.code === 'SIGN_IN_REQUIRED' || (doors === 'partner' && refusal.code === 'API_KEY_INVALID')) onSignedOut();
  throw refusal;
}

function problemIn(text: string): Problem | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'code' in value ? (value as Problem) : null;
  } catch {
    return null;
  }
}
