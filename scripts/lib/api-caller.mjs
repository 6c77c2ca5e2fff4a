// How the fixture of the API check calls the node, as anybody and as the owner.
import { randomUUID } from 'node:crypto';

export const OWNER = { email: 'owner@check.example', password: 'a long enough password' };
const TURN_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 500;

/** Returns the secret of a link, such as `…/partner#invitation=…`. */
export const tokenOf = (link) => /=([\w-]+)$/.exec(link)[1];

/** Repeats until there is a result: turns, payments and deliveries take a moment. */
export async function until(what, attempt) {
  for (const end = Date.now() + TURN_WITHIN_MS; Date.now() < end; ) {
    const result = await attempt();
    if (result) return result;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`the fixture waited in vain for ${what}`);
}

/** Calls the node with these headers; throws if it refuses, unless refusals are expected. */
export const callerOf =
  (url, common = {}) =>
  async (method, path, body, { refused = false } = {}) => {
    const headers = { 'idempotency-key': randomUUID(), ...(body && { 'content-type': 'application/json' }), ...common };
    const answer = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      ...{ method, headers, redirect: 'manual' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json');
    if (answer.status >= 400 && !refused) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
    return { status: answer.status, headers: answer.headers, ...(isJson && text ? JSON.parse(text) : {}) };
  };

/** Signs in; the panel's doors for people want the cookie, the origin and the form's token. */
export async function signedIn(url, { email, password }) {
  const { headers, csrfToken } = await callerOf(url)('POST', '/v1/admin/sessions', { email, password });
  const cookie = headers.get('set-cookie').split(';')[0];
  return { cookie, origin: url, 'x-csrf-token': csrfToken };
}
