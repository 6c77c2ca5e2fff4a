// Checks Ropeline's admission passes without asking Ropeline about each: by its public keys and its list of passes taken back.
// No dependencies: runs in Node 20 and later, Cloudflare Workers, Deno and Bun.

/** Keys change seldom and are announced 90 s before they sign. */
const KEYS_FRESH_MS = 60_000;
/** A pass that is taken back is refused this much later. */
const REVOKED_FRESH_MS = 2_000;
/** With an older list nobody knows who is refused: the gate says "unavailable", never "yes". */
const REVOKED_STALE_MS = 30_000;
const KEYS_STALE_MS = 10 * 60_000;
const FETCH_TIMEOUT_MS = 5_000;
const CLOCK_TOLERANCE_S = 5;
const MAX_PASS_CHARACTERS = 4_096;
const PASS_TYPE = 'ropeline-pass+jwt';

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const jsonOf = (text) => JSON.parse(new TextDecoder().decode(bytesOf(text)));
const refused = (code) => ({ ok: false, code });

/**
 * @param {object} options
 * @param {string} options.issuer address of the installation, as its passes name it, without a slash at the end
 * @param {string} options.saleId the sale whose passes open this shop
 * @param {typeof fetch} [options.fetch]
 * @param {() => number} [options.now] milliseconds
 */
export function createPassGate({ issuer, saleId, fetch: get = globalThis.fetch, now = Date.now }) {
  const documents = new Map();

  /** A document, read again when it is older than `freshMs`; null when there is none younger than `staleMs`. */
  async function documentOf(path, freshMs, staleMs) {
    const kept = documents.get(path) ?? { value: null, readAt: Number.NEGATIVE_INFINITY, reading: null };
    documents.set(path, kept);
    if (now() - kept.readAt >= freshMs) {
      kept.reading ??= get(`${issuer}${path}`, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
        .then(async (answer) => {
          if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
          const value = await answer.json();
          Object.assign(kept, { value, readAt: now() });
        })
        .catch(() => undefined) // the older one counts until it is too old
        .finally(() => {
          kept.reading = null;
        });
      await kept.reading;
    }
    return now() - kept.readAt <= staleMs ? kept.value : null;
  }

  async function keyOf(kid) {
    for (const freshMs of [KEYS_FRESH_MS, REVOKED_FRESH_MS]) {
      const set = await documentOf('/.well-known/jwks.json', freshMs, KEYS_STALE_MS);
      if (set === null) return 'unavailable';
      const jwk = set.keys.find((key) => key.kid === kid && key.kty === 'OKP' && key.crv === 'Ed25519');
      if (jwk) return crypto.subtle.importKey('jwk', { ...jwk, key_ops: ['verify'] }, 'Ed25519', false, ['verify']);
    }
    return null;
  }

  /**
   * @param {string | null | undefined} pass
   * @returns whether the pass opens this shop now: `{ ok: true, claims }`, or `{ ok: false, code }` with PASS_REQUIRED,
   *   PASS_INVALID, PASS_EXPIRED, PASS_REVOKED or UNAVAILABLE
   */
  async function check(pass) {
    if (!pass) return refused('PASS_REQUIRED');
    const [head, body, signature, ...rest] = pass.length > MAX_PASS_CHARACTERS ? [] : pass.split('.');
    if (!head || !body || !signature || rest.length > 0) return refused('PASS_INVALID');
    try {
      const header = jsonOf(head);
      if (header.alg !== 'EdDSA' || header.typ !== PASS_TYPE) return refused('PASS_INVALID');
      const key = await keyOf(header.kid);
      if (key === 'unavailable') return refused('UNAVAILABLE');
      const signed = new TextEncoder().encode(`${head}.${body}`);
      if (key === null || !(await crypto.subtle.verify('Ed25519', key, bytesOf(signature), signed)))
        return refused('PASS_INVALID');
      const claims = jsonOf(body);
      if (claims.iss !== issuer || claims.aud !== saleId) return refused('PASS_INVALID');
      if (!(claims.exp + CLOCK_TOLERANCE_S > now() / 1_000)) return refused('PASS_EXPIRED');
      const revoked = await documentOf('/v1/passes/revoked', REVOKED_FRESH_MS, REVOKED_STALE_MS);
      if (revoked === null) return refused('UNAVAILABLE');
      if (revoked.kids.includes(header.kid) || revoked.subs.includes(claims.sub)) return refused('PASS_REVOKED');
      return { ok: true, claims };
    } catch {
      return refused('PASS_INVALID');
    }
  }

  return { check };
}

/** The pass of `Authorization: Bearer …`, or of the cookie `ropeline_pass` (`__Host-ropeline_pass` under https). */
export function passOf(authorization, cookie) {
  if (authorization?.startsWith('Bearer ')) return authorization.slice('Bearer '.length);
  const pair = (cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => /^(__Host-)?ropeline_pass=/.test(part));
  return pair ? decodeURIComponent(pair.slice(pair.indexOf('=') + 1)) : null;
}

export const statusOf = ({ ok, code }) => (ok ? 204 : code === 'UNAVAILABLE' ? 503 : 401);
