import type { Problem } from '../../../src/contract/errors.js';

const TIMEOUT_MS = 10_000;
/** A house of 60,000 seats is sent, checked and written. */
const LONG_TIMEOUT_MS = 60_000;
const LONG_BODY = 64 * 1024;

/** A refusal of the server, in its own words; status 0 means that nothing came back, so nobody knows what was done. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
    /** The call may have changed something all the same. */
    readonly isUnknown = false,
  ) {
    super(problem?.detail ?? problem?.title ?? 'The server did not answer.');
  }

  get code(): string {
    return this.problem?.code ?? 'NO_ANSWER';
  }
}

let csrfToken = '';
/** Whose doors are called: the team's or a partner's. */
let doors: 'admin' | 'partner' = 'admin';
/** A partner's key; without one the cookie of a session counts. */
let partnerKey: string | null = null;
/** Keys of calls whose outcome is unknown: asked for again, the same call carries the same key and is done once. */
const openKeys = new Map<string, string>();
let onUnknown: () => void = () => undefined;
let onSignedOut: () => void = () => undefined;

export function keepFormToken(token: string): void {
  csrfToken = token;
}

/** From now on calls go to `/v1/partner`, with this key or, when it is null, with the cookie of a session. */
export function callAsPartner(key: string | null): void {
  doors = 'partner';
  partnerKey = key;
}

/** Called when a call is refused because the session is over. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Called when nobody knows whether a change was made: what the page shows is read again. */
export function whenUnknown(listener: () => void): void {
  onUnknown = listener;
}

/** One call of `/v1/admin`, or of `/v1/partner` in the portal. Rejects with a Refusal. */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  return await send(method, path, body === undefined ? undefined : JSON.stringify(body), 'application/json', signal);
}

/** Sends a file as it is, so that the server can name its lines. */
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
