import type { FastifyRequest } from 'fastify';
import { rememberCaller } from '../../platform/http/caller.js';

/**
 * owner: everything, including the team; manager: sales and orders; operator: controls of live sales; finance: orders
 * and refunds; viewer: reads; scanner: scans only.
 */
export const staffRoles = ['owner', 'manager', 'operator', 'finance', 'viewer', 'scanner'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Roles that may create and change sales. */
export const managing = ['owner', 'manager'] as const satisfies readonly StaffRole[];
/** Roles that may use the controls of a running sale. */
export const running = ['owner', 'manager', 'operator'] as const satisfies readonly StaffRole[];
/** Roles that may move money. */
export const paying = ['owner', 'manager', 'finance'] as const satisfies readonly StaffRole[];

/** The caller of a staff route. `actor` goes into the audit log. */
export interface Staff {
  actor: string;
  /** Member behind the actor: of a key, whoever made it. null: a key that no member answers for. */
  person: string | null;
  role: StaffRole;
  via: 'session' | 'key';
  memberId: string | null;
  sessionIdHash: string | null;
}

const STAFF = Symbol('staff');
type Carrying = FastifyRequest & { [STAFF]?: Staff };

export function attachStaff(request: FastifyRequest, staff: Staff): void {
  (request as Carrying)[STAFF] = staff;
  rememberCaller(request, staff.actor);
}

/** Returns the caller admitted by the guard; null on routes without it. */
export const knownStaffOf = (request: FastifyRequest): Staff | null => (request as Carrying)[STAFF] ?? null;

/** Returns the caller admitted by the guard. Throws on routes without it. */
export function staffOf(request: FastifyRequest): Staff {
  const staff = (request as Carrying)[STAFF];
  if (!staff) throw new Error('this route has no StaffGuard');
  return staff;
}
