import type { Problem } from '../../../src/contract/errors.js';

const TIMEOUT_MS = 10_000;

/** A refusal of the server, in its own words; status 0 means that nothing came back. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | null,
  ) {
    super(problem?.detail ?? problem?.title ?? 'The server did not answer. Nothing was changed by this page.');
  }

  get code(): string {
    return this.problem?.code ?? 'NO_ANSWER';
  }
}

let csrfToken = '';
let onSignedOut: () => void = () => undefined;

export function keepFormToken(token: string): void {
  csrfToken = token;
}

/** Called when a call is refused because the session is over. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** One call of `/v1/admin`. Rejects with a Refusal. */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(`/v1/admin/${path}`, {
      method,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-csrf-token': csrfToken }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Refusal(0, null);
  }
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
  const refusal = new Refusal(response.status, problemIn(text));
  if (refusal.code === 'SIGN_IN_REQUIRED') onSignedOut();
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
