import { timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { opensScope } from '../../contract/partners/api-scopes.js';
import { ApiKeysService } from '../../partners/keys/api-keys.service.js';
import { Config } from '../../platform/config/config.js';
import { isOperatorKey, OPERATOR_ACTOR } from '../../platform/config/operator-key.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { Cookies } from '../../platform/http/cookies.js';
import type { BodyAuthority, Door } from '../../platform/http/route-config.js';
import { isSameOrigin } from '../../platform/http/same-origin.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { SignInService } from './sign-in.service.js';
import { scopesOfDoor } from './staff-scope.rules.js';
import { attachStaff, type Staff, type StaffRole, staffRoles } from './staff.types.js';
import { sha256 } from '../../platform/tokens/digests.js';

export const SESSION_COOKIE = 'ropeline_staff';
const ROLES = 'ropeline:roles';
/**
 * Restricts a route to roles. The default is every role but scanner, which must be named. API keys count as manager.
 */
export const Roles = (...allowed: StaffRole[]): MethodDecorator & ClassDecorator => SetMetadata(ROLES, allowed);

const CHANGING_ROLES = 'ropeline:changing-roles';
/** Restricts the mutating routes of a class to roles; reads stay open to every role. */
export const RolesToChange = (...allowed: StaffRole[]): ClassDecorator => SetMetadata(CHANGING_ROLES, allowed);

const everybody: readonly StaffRole[] = staffRoles.filter((role) => role !== 'scanner');
const PEOPLE_ONLY = 'ropeline:people-only';
/** Closes routes to API keys whatever their scopes: team, keys, approvals. */
export const PeopleOnly = (): MethodDecorator & ClassDecorator => SetMetadata(PEOPLE_ONLY, true);

const isReading = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';
const BEFORE_SECOND_FACTOR = 'ropeline:before-second-factor';
/** Keeps account routes open to members who must set up a second factor first. */
export const BeforeSecondFactor = (): MethodDecorator & ClassDecorator => SetMetadata(BEFORE_SECOND_FACTOR, true);

type Known = Staff & { mustEnrol?: boolean };

/**
 * Authenticates staff by API key or session cookie. Mutations by cookie must come from our own origin and carry the
 * CSRF token.
 */
@Injectable()
export class StaffGuard implements CanActivate, BodyAuthority {
  constructor(
    private readonly config: Config,
    private readonly signIn: SignInService,
    private readonly cookies: Cookies,
    private readonly reflector: Reflector,
    private readonly apiKeys: ApiKeysService,
  ) {}

  /** Whoever asks, by request: a large body is admitted twice, and must count once against the rate of its key. */
  private readonly behind = new WeakMap<FastifyRequest, Promise<Known>>();

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    attachStaff(request, await this.admitted(request, [context.getHandler(), context.getClass()]));
    return true;
  }

  /** Decides before a large body is read, by the same rules. */
  async authorize(request: FastifyRequest, { handler, controller }: Door): Promise<void> {
    await this.admitted(request, [handler, controller]);
  }

  /** @param marks method and class of the route, whose decorators say whom it admits */
  private async admitted(
    request: FastifyRequest,
    marks: Parameters<Reflector['getAllAndOverride']>[1],
  ): Promise<Staff> {
    const { mustEnrol = false, ...staff } = await this.staffBehind(request);
    const marked = <T>(name: string): T | undefined => this.reflector.getAllAndOverride<T | undefined>(name, marks);
    if (staff.via === 'key' && marked<boolean>(PEOPLE_ONLY) === true) throw new ProblemError('FORBIDDEN');
    const changing = isReading(request) ? undefined : marked<StaffRole[]>(CHANGING_ROLES);
    if (!(marked<StaffRole[]>(ROLES) ?? changing ?? everybody).includes(staff.role))
      throw new ProblemError('FORBIDDEN');
    if (mustEnrol && marked<boolean>(BEFORE_SECOND_FACTOR) !== true) throw new ProblemError('SECOND_FACTOR_NEEDED');
    return staff;
  }

  private staffBehind(request: FastifyRequest): Promise<Known> {
    const known = this.behind.get(request);
    if (known) return known;
    const key = bearerOf(request, 'Bearer');
    const asking = key === null ? this.bySession(request) : this.byKey(key, request);
    this.behind.set(request, asking);
    return asking;
  }

  /** Accepts the operator's key from the environment, or one of the promoter's own with the route's scope. */
  private async byKey(key: string, request: FastifyRequest): Promise<Known> {
    const asKey = (actor: string, person: string | null): Staff => ({
      actor,
      person,
      role: 'manager',
      via: 'key',
      memberId: null,
      sessionIdHash: null,
    });
    if (isOperatorKey(this.config, key)) return asKey(OPERATOR_ACTOR, OPERATOR_ACTOR);
    const principal = await this.apiKeys.authenticate(key);
    if (principal === null) throw new ProblemError('API_KEY_INVALID');
    const scopes = scopesOfDoor(request.method, request.routeOptions.url ?? '');
    const isOpen = scopes !== null && scopes.every((scope) => opensScope(principal.scopes, scope));
    if (principal.partnerId !== null || !isOpen) throw new ProblemError('FORBIDDEN');
    return asKey(`key:${principal.keyId}`, principal.madeBy);
  }

  private async bySession(request: FastifyRequest): Promise<Known> {
    const sessionId = this.cookies.read(request, SESSION_COOKIE);
    const session = sessionId === null ? null : await this.signIn.resume(sessionId);
    if (!session) throw new ProblemError('SIGN_IN_REQUIRED');
    if (!isReading(request)) this.refuseForeign(request, session.csrfToken);
    const { member, idHash } = session;
    return {
      actor: `member:${member.id}`,
      person: `member:${member.id}`,
      role: member.role,
      via: 'session',
      memberId: member.id,
      sessionIdHash: idHash,
      mustEnrol: member.mustEnrol,
    };
  }

  private refuseForeign(request: FastifyRequest, csrfToken: string): void {
    if (!isSameOrigin(request.headers, this.config.publicUrl)) throw new ProblemError('FORBIDDEN_ORIGIN');
    const given = request.headers['x-csrf-token'];
    if (typeof given !== 'string' || !timingSafeEqual(sha256(given), sha256(csrfToken)))
      throw new ProblemError('CSRF_REQUIRED');
  }
}
