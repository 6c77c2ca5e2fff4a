import { Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { Clock } from '../../platform/clock/clock.js';
import { Config } from '../../platform/config/config.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { type Member, MembersRepository } from '../sign-in/members.repository.js';
import { addressOf } from '../sign-in/sign-in.service.js';
import { TeamService } from '../team/team.service.js';

/** What a browser carries between start and return, sealed. */
interface Attempt {
  state: string;
  nonce: string;
  verifier: string;
  until: number;
}

export type OidcResult =
  | { kind: 'known'; member: Member }
  /**
   * `stranger`: nobody invited the address, or it belonged to somebody else before; `unverified`: the provider does not
   * vouch for it; `factor`: the member has a second factor, and the provider does not say that it asked for one.
   */
  | { kind: 'stranger' | 'unverified' | 'factor' | 'failed' | 'away' };

export const OIDC_SECONDS = 600;
const TIMEOUT_SECONDS = 5;
/** The provider's keys and addresses may change: they are read again after this. */
const KNOWN_MS = 600_000;
const MAX_NAME = 100;
/** Values of `amr` (RFC 8176) that say a second factor was used. */
const SECOND_FACTORS = new Set(['mfa', 'otp', 'hwk']);

/** Sign-in at the team's identity provider: OpenID Connect, authorization code with PKCE, state and nonce. */
@Injectable()
export class OidcSignIn {
  private readonly log = new Logger('Oidc');
  private provider: { found: Promise<oidc.Configuration>; until: number } | null = null;

  constructor(
    private readonly config: Config,
    private readonly members: MembersRepository,
    private readonly team: TeamService,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  get isOff(): boolean {
    return this.config.oidc === null;
  }

  /** Returns the provider's address, and what the browser keeps until it returns; null if the provider is away. */
  async start(): Promise<{ url: string; kept: string } | null> {
    const provider = await this.found();
    if (!provider) return null;
    const verifier = oidc.randomPKCECodeVerifier();
    const attempt: Attempt = {
      ...{ state: oidc.randomState(), nonce: oidc.randomNonce(), verifier },
      until: this.clock.nowMs() + OIDC_SECONDS * 1_000,
    };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: this.returnUrl,
      scope: 'openid email profile',
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    });
    return { url: url.href, kept: this.tokens.seal('oidc', JSON.stringify(attempt)) };
  }

  /** @param query the provider's answer @param kept what the same browser kept at the start */
  async finish(query: string, kept: string | null): Promise<OidcResult> {
    const attempt = this.attemptIn(kept);
    if (!attempt || attempt.until < this.clock.nowMs()) return { kind: 'failed' };
    const provider = await this.found();
    if (!provider) return { kind: 'away' };
    const { state: expectedState, nonce: expectedNonce, verifier: pkceCodeVerifier } = attempt;
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, new URL(`${this.returnUrl}?${query}`), {
        ...{ expectedState, expectedNonce, pkceCodeVerifier },
        idTokenExpected: true,
      });
      return await this.memberOf(tokens.claims() ?? {});
    } catch (error) {
      // no tokens or codes: the message names the check that failed
      this.log.warn(`sign-in at the identity provider failed: ${error instanceof Error ? error.message : 'unknown'}`);
      return { kind: 'failed' };
    }
  }

  /** Only an address that the provider has verified names a member, or accepts the invitation of one. */
  private async memberOf(claims: Readonly<Record<string, unknown>>): Promise<OidcResult> {
    const { email, email_verified: isVerified, name, iss, sub, amr } = claims;
    if (typeof email !== 'string' || isVerified !== true) return { kind: 'unverified' };
    const address = addressOf(email);
    const known = await this.members.byEmail(address);
    if (known?.hasSecondFactor === true && !(Array.isArray(amr) && amr.some((way) => SECOND_FACTORS.has(String(way)))))
      return { kind: 'factor' };
    const shown = typeof name === 'string' ? name.replaceAll(/\p{C}/gu, ' ').trim().slice(0, MAX_NAME) : '';
    const id = known?.id ?? (await this.team.acceptVerified(address, shown || address));
    const member = known ?? (id === null ? null : await this.members.byId(id));
    const isSame = member !== null && (await this.members.bindOidc(member.id, `${String(iss)}|${String(sub)}`));
    return isSame ? { kind: 'known', member } : { kind: 'stranger' };
  }

  private get returnUrl(): string {
    return `${this.config.publicUrl}/v1/admin/oidc/return`;
  }

  private attemptIn(kept: string | null): Attempt | null {
    if (kept === null) return null;
    try {
      return JSON.parse(this.tokens.open('oidc', kept)) as Attempt;
    } catch {
      return null;
    }
  }

  /** Concurrent starts share one discovery; a failed one is not remembered. */
  private async found(): Promise<oidc.Configuration | null> {
    const settings = this.config.oidc;
    if (!settings) return null;
    if (!this.provider || this.provider.until < this.clock.nowMs()) {
      const { issuer, clientId, clientSecret } = settings;
      // a demo's provider may be on loopback without TLS; the settings require https in production
      const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
      const found = oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: TIMEOUT_SECONDS,
        execute,
      });
      this.provider = { found, until: this.clock.nowMs() + KNOWN_MS };
    }
    try {
      return await this.provider.found;
    } catch (error) {
      this.provider = null;
      this.log.warn(`the identity provider does not answer: ${error instanceof Error ? error.message : 'unknown'}`);
      return null;
    }
  }
}
