import type { FastifyRequest } from 'fastify';

/** owner: everything; manager: sales and orders; finance: orders and refunds; viewer: looks; scanner: only scans. Approvals and finer roles build on it. */
export const staffRoles = ['owner', 'manager', 'finance', 'viewer', 'scanner'] as const;
export type StaffRole = (typeof staffRoles)[number];

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

/** The caller that the guard let in. Throws when a door forgot its guard. */
export function staffOf(request: FastifyRequest): Staff {
  const staff = (request as Carrying)[STAFF];
  if (!staff) throw new Error('this door has no StaffGuard');
  return staff;
}
