import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { bearerOf } from '../../platform/http/bearer.js';
import { ProblemError } from '../../platform/problem/problem.js';
import type { ApiScope } from '../../contract/api-scopes.js';
import { ApiKeysService } from '../keys/api-keys.service.js';
import type { ApiPrincipal } from '../keys/api-keys.types.js';
import { SCOPE } from './scope.types.js';

const principals = new WeakMap<FastifyRequest, ApiPrincipal>();

/** The caller that the guard let in. Throws if a door has no guard. */
export function principalOf(request: FastifyRequest): ApiPrincipal {
  const principal = principals.get(request);
  if (!principal) throw new Error('this door has no PartnerGuard');
  return principal;
}

/** The partner that a key stands for. Throws FORBIDDEN for the promoter's own keys: what is sold here is a partner's allocation. */
export function sellerOf(request: FastifyRequest): { partnerId: string; actor: string } {
  const { partnerId, keyId } = principalOf(request);
  if (partnerId === null)
    throw new ProblemError('FORBIDDEN', { detail: "This takes a partner's key, and this one is the promoter's own." });
  return { partnerId, actor: `key:${keyId}` };
}

/** Lets a key in that has the door's scope: a partner's, or the promoter's own, which stands for the house. */
@Injectable()
export class PartnerGuard implements CanActivate {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = bearerOf(request, 'Bearer');
    const principal = key === null ? null : await this.keys.authenticate(key);
    if (!principal) throw new ProblemError('API_KEY_INVALID');
    const scope = this.reflector.get<ApiScope | 'any' | undefined>(SCOPE, context.getHandler());
    if (scope === undefined || (scope !== 'any' && !principal.scopes.includes(scope)))
      throw new ProblemError('FORBIDDEN');
    principals.set(request, principal);
    return true;
  }
}
