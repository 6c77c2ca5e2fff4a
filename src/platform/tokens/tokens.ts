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

/** What a token or digest is for; each has its own key, so that none is taken for another. Codes begin every token. */
const purposes = {
  place: 'pl1',
  handoff: 'hf1',
  group: 'gr1',
  device: 'dv1',
  order: 'or1',
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
  challenge: 'ch1',
  network: 'ne1',
  accessCode: 'ac1',
  emailCode: 'ec1',
  secondFactor: 'sf1',
} as const;
export type Purpose = keyof typeof purposes;

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Longer tokens are refused unread: none of ours comes near. */
const MAX_TOKEN_CHARACTERS = 2_048;
const SEPARATOR = '\u0000';

/** Makes and checks everything that is secret by ROPELINE_SECRET: one HKDF key per purpose. */
@Injectable()
export class Tokens {
  private readonly keys = new Map<Purpose, KeyObject>();

  constructor(private readonly config: Config) {}

  /** Tells whether two nodes have the same secret, without telling the secret. */
  fingerprint(): string {
    return createHash('sha256').update('ropeline-fingerprint').update(this.config.secret).digest('hex').slice(0, 32);
  }

  /** HMAC-SHA-256 over the parts (none may hold a NUL), base64url, 43 characters. */
  mac(purpose: Purpose, ...parts: readonly (string | number)[]): string {
    return createHmac('sha256', this.key(purpose)).update(parts.join(SEPARATOR)).digest('base64url');
  }

  /**
   * A compact signed token: `<code>.<parts joined by ~>.<mac>`. The parts are readable by anybody and hold none of `.~`.
   * @param hidden is signed but not written: only somebody with the secret can tell which value a token carries
   */
  sign(purpose: Purpose, parts: readonly (string | number)[], hidden = ''): string {
    const body = `${purposes[purpose]}.${parts.join('~')}`;
    return `${body}.${this.signatureOf(purpose, body, hidden)}`;
  }

  /** The parts of a token that `sign` made for this very purpose and hidden value; null for anything else. */
  verify(purpose: Purpose, token: string, hidden = ''): string[] | null {
    const end = token.lastIndexOf('.');
    const code = `${purposes[purpose]}.`;
    if (token.length > MAX_TOKEN_CHARACTERS || end < 0 || !token.startsWith(code)) return null;
    const body = token.slice(0, end);
    // compared as text: decoding forgives what was added to it, and one token would have many spellings
    const given = Buffer.from(token.slice(end + 1));
    const expected = Buffer.from(this.signatureOf(purpose, body, hidden));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return body.slice(code.length).split('~');
  }

  /** AES-256-GCM, for what must be kept but not readable in a copy of the database. */
  seal(purpose: Purpose, text: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose), iv);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
  }

  /** Undoes `seal`. Throws when it was sealed with another secret or for another purpose, or was changed. */
  open(purpose: Purpose, sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.key(purpose), bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  }

  private signatureOf(purpose: Purpose, body: string, hidden: string): string {
    const mac = createHmac('sha256', this.key(purpose)).update(body);
    return (hidden === '' ? mac : mac.update(`${SEPARATOR}${hidden}`)).digest('base64url');
  }

  private key(purpose: Purpose): KeyObject {
    const present = this.keys.get(purpose);
    if (present) return present;
    const bytes = hkdfSync('sha256', this.config.secret, 'ropeline', purposes[purpose], KEY_BYTES);
    const key = createSecretKey(Buffer.from(bytes)); // an HMAC by bytes would prepare them each time
    this.keys.set(purpose, key);
    return key;
  }
}
