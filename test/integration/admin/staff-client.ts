import type { StaffSessionShape } from '../../../src/contract/staff/staff-shapes.js';
import type { Problem } from '../../../src/contract/errors.js';
import { OWNER, TEST_ADMIN_KEY, type TestNode } from '../../support/app.js';

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}
export type Call = <T = Problem>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<T>>;

/** Calls a node with these headers. Paths are sent verbatim, because fetch would normalise them. */
export function callerOf(node: TestNode, common: Record<string, string> = {}): Call {
  return async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${node.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...common, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  };
}

export const withKey = (node: TestNode): Call => callerOf(node, { authorization: `Bearer ${TEST_ADMIN_KEY}` });

export interface SignedIn {
  cookie: string;
  csrf: string;
  session: StaffSessionShape;
  headers: Headers;
  /** As the panel: with cookie, origin and CSRF token. */
  call: Call;
}

export async function signIn(node: TestNode, { email, password } = OWNER): Promise<SignedIn> {
  const answer = await callerOf(node)<StaffSessionShape>('POST', '/v1/admin/sessions', { email, password });
  if (answer.status !== 201) throw new Error(`sign-in failed: ${answer.status}`);
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const csrf = answer.body.csrfToken;
  return {
    cookie,
    csrf,
    session: answer.body,
    headers: answer.headers,
    call: callerOf(node, { cookie, origin: node.url, 'x-csrf-token': csrf }),
  };
}

let made = 0;
/** A valid body of POST /v1/admin/sales that opens in an hour. */
export function saleBody(changes: Record<string, unknown> = {}): Record<string, unknown> {
  made += 1;
  const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
  return {
    slug: `spec-sale-${made}`,
    name: 'Spec Night',
    currency: 'EUR',
    show: { name: 'The Specs', venue: 'Test Hall', startsAt: at(60 * 24 * 30), timeZone: 'Europe/Berlin' },
    prequeueAt: at(-10),
    opensAt: at(60),
    ticketTypes: [{ name: 'Standing', admission: 'general', price: 4500, capacity: 100, maxPerFan: 4 }],
    ...changes,
  };
}
