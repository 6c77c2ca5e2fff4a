import type { FastifyRequest } from 'fastify';

/**
 * owner: everything, and the team; manager: sales and orders; operator: the switches of the night; finance: orders and
 * refunds; viewer: looks; scanner: only scans.
 */
export const staffRoles = ['owner', 'manager', 'operator', 'finance', 'viewer', 'scanner'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Who may make and change sales. */
export const managing = ['owner', 'manager'] as const satisfies readonly StaffRole[];
/** Who may use the switches of a running sale. */
export const running = ['owner', 'manager', 'operator'] as const satisfies readonly StaffRole[];
/** Who may move money. */
export const paying = ['owner', 'manager', 'finance'] as const satisfies readonly StaffRole[];

/** Who is calling a staff door. `actor` goes into the audit log. */
export interface Staff {
  actor: string;
  role: StaffRole;
  via: 'session' | 'key';
  memberId: string | null;
  sessionIdHash: string | null;
}

const STAFF = Symbol('staff');
type Carrying = FastifyRequest & { [STAFF]?: Staff };

export function attachStaff(request: FastifyRequest, staff: Staff): void {
  (request as Carrying)[STAFF] = staff;
}

/** The caller that the guard let in; null at a door without it. */
export const knownStaffOf = (request: FastifyRequest): Staff | null => (request as Carrying)[STAFF] ?? null;

/** The caller that the guard let in. Throws when a door forgot its guard. */
export function staffOf(request: FastifyRequest): Staff {
  const staff = (request as Carrying)[STAFF];
  if (!staff) throw new Error('this door has no StaffGuard');
  return staff;
}
