import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

/**
 * Purposes of tokens and digests; each has its own key, so that none can be mistaken for another. Tokens begin with its
 * code.
 */
const purposes = {
  place: 'pl1',
  handoff: 'hf1',
  group: 'gr1',
  device: 'dv1',
  order: 'or1',
  ticket: 'ti1',
  hold: 'ho1',
  csrf: 'cs1',
  socket: 'so1',
  admission: 'ad1',
  fan: 'fa1',
  seed: 'se1',
  key: 'ke1',
  payment: 'pa1',
  webhook: 'we1',
  identity: 'id1',
  promo: 'pr1',
  person: 'pe1',
  cardCheck: 'cc1',
  challenge: 'ch1',
  network: 'ne1',
  accessCode: 'ac1',
  emailCode: 'ec1',
  digest: 'di1',
  secondFactor: 'sf1',
  push: 'pu1',
  mailStop: 'ms1',
  passkey: 'pk1',
  oidc: 'oi1',
  answer: 'an1',
} as const;
export type Purpose = keyof typeof purposes;

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Longer tokens are rejected unparsed: none of ours comes close. */
const MAX_TOKEN_CHARACTERS = 2_048;
const SEPARATOR = '\u0000';

/**
 * Creates and checks everything derived from ROPELINE_SECRET, with one HKDF key per purpose. Tokens and seals of the
 * previous secret are accepted; digests, which are compared with stored ones, always use the installation's first
 * secret.
 */
@Injectable()
export class Tokens {
  private readonly keys = new Map<string, KeyObject>();
  private readonly constants = new Map<string, string>();
  private digestSecret: Buffer;

  constructor(private readonly config: Config) {
    this.digestSecret = config.secret;
  }

  /** Lets two nodes compare their secrets without revealing them. */
  fingerprint(): string {
    return fingerprintOf(this.config.secret);
  }

  previousFingerprint(): string | null {
    return this.config.previousSecret && fingerprintOf(this.config.previousSecret);
  }

  /** Sets the secret for digests. null: the current one, because it was never rotated. */
  useDigestSecret(sealed: string | null): void {
    this.digestSecret = sealed === null ? this.config.secret : Buffer.from(this.open('digest', sealed), 'base64');
    this.keys.clear();
    this.constants.clear();
  }

  /**
   * Returns the digest secret, sealed with the current secret. @param sealed as stored; null: the previous secret made
   * them
   */
  resealDigestSecret(sealed: string | null): string {
    if (sealed !== null) return this.seal('digest', this.open('digest', sealed));
    return this.seal('digest', (this.config.previousSecret ?? this.config.secret).toString('base64'));
  }

  /**
   * HMAC-SHA-256 over the parts (none may contain a NUL), base64url, 43 characters: an identifier for storage and
   * look-up that proves nothing.
   */
  mac(purpose: Purpose, ...parts: readonly (string | number)[]): string {
    return macBy(this.key(purpose, this.digestSecret), parts);
  }

  /** Returns the `mac` of a name that is fixed in the code, computed once. */
  constant(purpose: Purpose, name: string): string {
    const id = `${purpose}:${name}`;
    const known = this.constants.get(id) ?? this.mac(purpose, name);
    this.constants.set(id, known);
    return known;
  }

  /** Returns `mac` as a proof: with the current secret, and with the previous one while that is accepted. */
  proofs(purpose: Purpose, ...parts: readonly (string | number)[]): [string, ...string[]] {
    const [current, ...others] = this.secrets();
    return [macBy(this.key(purpose, current), parts), ...others.map((each) => macBy(this.key(purpose, each), parts))];
  }

  /**
   * Creates a compact signed token: `<code>.<parts joined by ~>.<mac>`. The parts are publicly readable and contain
   * none of `.~`.
   * @param hidden is signed but not included: only a holder of the secret can tell which value a token carries
   */
  sign(purpose: Purpose, parts: readonly (string | number)[], hidden = ''): string {
    const body = `${purposes[purpose]}.${parts.join('~')}`;
    return `${body}.${this.signatureOf(purpose, body, hidden)}`;
  }

  /** Returns the parts of a token that `sign` made for this purpose and hidden value; null for anything else. */
  verify(purpose: Purpose, token: string, hidden = ''): string[] | null {
    const end = token.lastIndexOf('.');
    const code = `${purposes[purpose]}.`;
    if (token.length > MAX_TOKEN_CHARACTERS || end < 0 || !token.startsWith(code)) return null;
    const body = token.slice(0, end);
    // compared as text: base64 decoding tolerates appended characters, so one token would have many spellings
    const given = Buffer.from(token.slice(end + 1));
    const isOurs = this.secrets().some((secret) => {
      const expected = Buffer.from(this.signatureOf(purpose, body, hidden, secret));
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
    return isOurs ? body.slice(code.length).split('~') : null;
  }

  /** Encrypts with AES-256-GCM what must be stored but not readable in a copy of the database. */
  seal(purpose: Purpose, text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose), iv);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
  }

  /** Reverses `seal`. Throws if it was sealed with a third secret or for another purpose, or was tampered with. */
  open(purpose: Purpose, sealed: string): string {
    const { previousSecret } = this.config;
    try {
      return this.openBy(this.config.secret, purpose, sealed);
    } catch (error) {
      if (previousSecret === null) throw error;
      return this.openBy(previousSecret, purpose, sealed);
    }
  }

  /** Returns the text sealed with the current secret; null if it already is. */
  reseal(purpose: Purpose, sealed: string): string | null {
    try {
      this.openBy(this.config.secret, purpose, sealed);
      return null;
    } catch {
      return this.seal(purpose, this.open(purpose, sealed));
    }
  }

  private openBy(secret: Buffer, purpose: Purpose, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.key(purpose, secret), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }

  private signatureOf(purpose: Purpose, body: string, hidden: string, secret = this.config.secret): string {
    const mac = createHmac('sha256', this.key(purpose, secret)).update(body);
    return (hidden === '' ? mac : mac.update(`${SEPARATOR}${hidden}`)).digest('base64url');
  }

  private secrets(): [Buffer, ...Buffer[]] {
    const { secret, previousSecret } = this.config;
    return previousSecret === null ? [secret] : [secret, previousSecret];
  }

  private key(purpose: Purpose, secret = this.config.secret): KeyObject {
    const name = secret === this.config.secret ? purpose : `${secret === this.digestSecret ? 'd' : 'p'}:${purpose}`;
    const present = this.keys.get(name);
    if (present) return present;
    const bytes = hkdfSync('sha256', secret, 'ropeline', purposes[purpose], KEY_BYTES);
    const key = createSecretKey(Buffer.from(bytes)); // an HMAC with raw bytes would prepare the key each time
    this.keys.set(name, key);
    return key;
  }
}

const fingerprintOf = (secret: Buffer): string =>
  createHash('sha256').update('ropeline-fingerprint').update(secret).digest('hex').slice(0, 32);

const macBy = (key: KeyObject, parts: readonly (string | number)[]): string =>
  createHmac('sha256', key).update(parts.join(SEPARATOR)).digest('base64url');
