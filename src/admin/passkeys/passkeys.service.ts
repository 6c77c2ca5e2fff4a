import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { PasskeyShape } from '../../contract/staff/passkey-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { type Member, MembersRepository } from '../sign-in/members.repository.js';
import { SignInStore } from '../sign-in/sign-in.store.js';
import { type PasskeyRow, PasskeysRepository } from './passkeys.repository.js';

const NAME = 'Ropeline';
const LIFE_MS = 300_000;
const MOST = 10;
const RANDOM_BYTES = 16;
const SIGN_IN = 'sign-in';

type Options = Record<string, unknown>;

/**
 * Passkeys of the team (WebAuthn). The challenge is a signed token that names its purpose and end: beginning costs no memory, and
 * each is accepted once.
 */
@Injectable()
export class Passkeys {
  private readonly rpId: string;
  private readonly origin: string;

  constructor(
    config: Config,
    private readonly passkeys: PasskeysRepository,
    private readonly members: MembersRepository,
    private readonly store: SignInStore,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {
    const { hostname, origin } = new URL(config.publicUrl);
    this.rpId = hostname;
    this.origin = origin;
  }

  async list(memberId: string): Promise<PasskeyShape[]> {
    return (await this.passkeys.ofMember(memberId)).map(shapeOf);
  }

  async registration({ id, email, name }: Member): Promise<Options> {
    const known = await this.passkeys.ofMember(id);
    const options = await generateRegistrationOptions({
      rpName: NAME,
      rpID: this.rpId,
      userID: new Uint8Array(Buffer.from(id)),
      userName: email,
      userDisplayName: name,
      challenge: this.challenge(id),
      timeout: LIFE_MS,
      excludeCredentials: known.map((key) => ({ id: key.id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { ...options };
  }

  async register(
    memberId: string,
    name: string,
    response: object,
  ): Promise<{ kind: 'added'; passkey: PasskeyShape } | { kind: 'invalid' | 'full' }> {
    const verified = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: (challenge) => this.spend(challenge, memberId),
      expectedOrigin: this.origin,
      expectedRPID: this.rpId,
      requireUserVerification: true,
    }).catch(() => null);
    if (verified?.verified !== true) return { kind: 'invalid' };
    const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
    const row = { id, memberId, name, publicKey, counter: BigInt(counter), transports: [...transports] };
    if (!(await this.passkeys.add(row, MOST))) return { kind: 'full' };
    await this.audit.record(`member:${memberId}`, 'account.passkey_added', `member:${memberId}`, { name });
    return { kind: 'added', passkey: shapeOf({ ...row, createdAt: new Date(this.clock.nowMs()), usedAt: null }) };
  }

  async remove(memberId: string, id: string): Promise<boolean> {
    const removed = await this.passkeys.remove(memberId, id);
    if (removed) await this.audit.record(`member:${memberId}`, 'account.passkey_removed', `member:${memberId}`);
    return removed;
  }

  /** Names no account: the browser offers the passkeys it has for this address. */
  async authentication(): Promise<Options> {
    const options = await generateAuthenticationOptions({
      rpID: this.rpId,
      challenge: this.challenge(SIGN_IN),
      timeout: LIFE_MS,
      userVerification: 'required',
    });
    return { ...options };
  }

  /** Returns the member who holds the passkey; null for anything that is not a fresh proof of one. */
  async memberBehind(response: object): Promise<Member | null> {
    const id = 'id' in response && typeof response.id === 'string' ? response.id : '';
    const key = await this.passkeys.byId(id);
    if (!key) return null;
    const verified = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: (challenge) => this.spend(challenge, SIGN_IN),
      expectedOrigin: this.origin,
      expectedRPID: this.rpId,
      requireUserVerification: true,
      credential: {
        id: key.id,
        publicKey: key.publicKey,
        counter: Number(key.counter),
        transports: key.transports,
      },
    }).catch(() => null);
    if (verified?.verified !== true) return null;
    if (!(await this.passkeys.use(key.id, verified.authenticationInfo.newCounter))) return null;
    return await this.members.byId(key.memberId);
  }

  private challenge(purpose: string): Uint8Array<ArrayBuffer> {
    const until = this.clock.nowMs() + LIFE_MS;
    const random = randomBytes(RANDOM_BYTES).toString('hex');
    return new Uint8Array(Buffer.from(this.tokens.sign('passkey', [purpose, until, random])));
  }

  /** Returns true once for a challenge of this purpose that is not over. */
  private async spend(encoded: string, purpose: string): Promise<boolean> {
    const [own, until, random = ''] =
      this.tokens.verify('passkey', Buffer.from(encoded, 'base64url').toString('utf8')) ?? [];
    const isGood = own === purpose && Number(until) > this.clock.nowMs();
    return isGood && (await this.store.spendChallenge(`passkey-${random}`, LIFE_MS));
  }
}

const shapeOf = ({ id, name, createdAt, usedAt }: PasskeyRow): PasskeyShape => ({
  ...{ id, name },
  createdAt: createdAt.toISOString(),
  usedAt: usedAt?.toISOString() ?? null,
});
