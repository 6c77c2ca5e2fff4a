import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from '../../platform/config/config.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { Cookies } from '../../platform/http/cookies.js';
import type { BodyAuthority } from '../../platform/http/route-config.js';
import { isSameOrigin } from '../../platform/http/same-origin.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { SignInService } from './sign-in.service.js';
import { attachStaff, type Staff, type StaffRole } from './staff.types.js';

export const SESSION_COOKIE = 'ropeline_staff';
const ROLES = 'ropeline:roles';
/** Which roles may use a door; without it everybody of the team may. API keys count as manager. */
export const Roles = (...allowed: StaffRole[]): MethodDecorator & ClassDecorator => SetMetadata(ROLES, allowed);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Lets the team in: by API key, or by session cookie; a call that changes something by cookie must come from our own page
 * and carry the form token.
 */
@Injectable()
export class StaffGuard implements CanActivate, BodyAuthority {
  private readonly adminKey: Buffer | null;

  constructor(
    private readonly config: Config,
    private readonly signIn: SignInService,
    private readonly cookies: Cookies,
    private readonly reflector: Reflector,
  ) {
    this.adminKey = config.adminApiKey === null ? null : digest(config.adminApiKey);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const staff = await this.staffBehind(request);
    const allowed = this.reflector.getAllAndOverride<StaffRole[] | undefined>(ROLES, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (allowed && !allowed.includes(staff.role)) throw new ProblemError('FORBIDDEN');
    attachStaff(request, staff);
    return true;
  }

  /** Before a large body is read: roles are checked with the rest. */
  async authorize(request: FastifyRequest): Promise<void> {
    await this.staffBehind(request);
  }

  private async staffBehind(request: FastifyRequest): Promise<Staff> {
    const key = bearerOf(request, 'Bearer');
    return key === null ? await this.bySession(request) : this.byKey(key);
  }

  private byKey(key: string): Staff {
    if (this.adminKey === null || !timingSafeEqual(this.adminKey, digest(key)))
      throw new ProblemError('API_KEY_INVALID');
    return { actor: 'key:environment', role: 'manager', via: 'key', memberId: null, sessionIdHash: null };
  }

  private async bySession(request: FastifyRequest): Promise<Staff> {
    const sessionId = this.cookies.read(request, SESSION_COOKIE);
    const session = sessionId === null ? null : await this.signIn.resume(sessionId);
    if (!session) throw new ProblemError('SIGN_IN_REQUIRED');
    if (request.method !== 'GET' && request.method !== 'HEAD') this.refuseForeign(request, session.csrfToken);
    const { member, idHash } = session;
    return {
      actor: `member:${member.id}`,
      role: member.role,
      via: 'session',
      memberId: member.id,
      sessionIdHash: idHash,
    };
  }

  private refuseForeign(request: FastifyRequest, csrfToken: string): void {
    if (!isSameOrigin(request.headers, this.config.publicUrl)) throw new ProblemError('FORBIDDEN_ORIGIN');
    const given = request.headers['x-csrf-token'];
    if (typeof given !== 'string' || !timingSafeEqual(digest(given), digest(csrfToken)))
      throw new ProblemError('CSRF_REQUIRED');
  }
}
