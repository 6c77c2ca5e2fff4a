import { timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { type ApiScope, apiScopes, opensScope } from '../../contract/partners/api-scopes.js';
import { portalScopes } from '../../contract/partners/portal-shapes.js';
import { Config } from '../../platform/config/config.js';
import { isOperatorKey, OPERATOR_ACTOR } from '../../platform/config/operator-key.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { rememberCaller } from '../../platform/http/caller.js';
import { Cookies } from '../../platform/http/cookies.js';
import { isSameOrigin } from '../../platform/http/same-origin.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { ApiKeysService } from '../keys/api-keys.service.js';
import { partnerActorOf, type PortalSession, PortalSessions } from '../members/portal-sessions.service.js';
import { SCOPE } from './scope.types.js';
import { sha256 } from '../../platform/tokens/digests.js';

export const PORTAL_COOKIE = 'ropeline_partner';

/** The principal of a call, from an API key or a portal session. */
export interface PartnerCaller {
  /** For the audit log. */
  actor: string;
  /** null: the promoter's own key. */
  partnerId: string | null;
  scopes: readonly string[];
  via: { kind: 'key'; keyId: string } | { kind: 'operator' } | { kind: 'session'; session: PortalSession };
}

const callers = new WeakMap<FastifyRequest, PartnerCaller>();
const isReading = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

/** Returns the caller admitted by the guard. Throws on routes without it. */
export function callerOf(request: FastifyRequest): PartnerCaller {
  const caller = callers.get(request);
  if (!caller) throw new Error('this route has no PartnerGuard');
  return caller;
}

/**
 * Returns the partner that a call acts for. Throws FORBIDDEN for the promoter's own keys: only a partner's allocation
 * is sold here.
 */
export function sellerOf(request: FastifyRequest): { partnerId: string; actor: string } {
  const { partnerId, actor } = callerOf(request);
  if (partnerId === null)
    throw new ProblemError('FORBIDDEN', { detail: "This takes a partner's key, and this one is the promoter's own." });
  return { partnerId, actor };
}

/**
 * Admits callers with the route's scope: a partner's key, the promoter's own or the operator's key (acting for the
 * house), or a portal cookie. Mutations by cookie must come from our own origin and carry the CSRF token.
 */
@Injectable()
export class PartnerGuard implements CanActivate {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly sessions: PortalSessions,
    private readonly cookies: Cookies,
    private readonly config: Config,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = bearerOf(request, 'Bearer');
    const sessionId = this.cookies.read(request, PORTAL_COOKIE);
    const caller =
      key === null && sessionId !== null ? await this.bySession(sessionId, request) : await this.byKey(key);
    const scope = this.reflector.get<ApiScope | 'any' | undefined>(SCOPE, context.getHandler());
    if (scope === undefined || (scope !== 'any' && !opensScope(caller.scopes, scope)))
      throw new ProblemError('FORBIDDEN');
    callers.set(request, caller);
    rememberCaller(request, caller.actor);
    return true;
  }

  /** Accepts the operator's key from the environment for the house, with every scope. */
  private async byKey(key: string | null): Promise<PartnerCaller> {
    if (key !== null && isOperatorKey(this.config, key))
      return { actor: OPERATOR_ACTOR, partnerId: null, scopes: apiScopes, via: { kind: 'operator' } };
    const principal = key === null ? null : await this.keys.authenticate(key);
    if (!principal) throw new ProblemError('API_KEY_INVALID');
    const { keyId, partnerId, scopes } = principal;
    return { actor: `key:${keyId}`, partnerId, scopes, via: { kind: 'key', keyId } };
  }

  private async bySession(sessionId: string, request: FastifyRequest): Promise<PartnerCaller> {
    const session = await this.sessions.resume(sessionId);
    if (!session) throw new ProblemError('SIGN_IN_REQUIRED');
    if (!isReading(request)) this.refuseForeign(request, session.csrfToken);
    const { memberId, partnerId } = session.visitor;
    return { actor: partnerActorOf(memberId), partnerId, scopes: portalScopes, via: { kind: 'session', session } };
  }

  private refuseForeign(request: FastifyRequest, csrfToken: string): void {
    if (!isSameOrigin(request.headers, this.config.publicUrl)) throw new ProblemError('FORBIDDEN_ORIGIN');
    const given = request.headers['x-csrf-token'];
    if (typeof given !== 'string' || !timingSafeEqual(sha256(given), sha256(csrfToken)))
      throw new ProblemError('CSRF_REQUIRED');
  }
}
