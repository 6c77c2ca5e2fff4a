import { Logger } from '@nestjs/common';
import { allRoles, type Role } from '../config/config.js';

/** Longer than nodes take to start one after the other, and than one is missing while it is replaced at its address. */
export const MISSING_AFTER_MS = 20_000;

const consequences: Record<Role, string> = {
  edge: 'nobody gets a place, and pages and the line are not served',
  shop: 'nobody can hold or order tickets, and nobody is called',
  payments: 'nobody is called, orders wait for their payment, and nothing is refunded',
  control: 'nobody is called, no deadline passes, and the panel is not served',
};

/** Tells of a role that no living node has: each node may be well, and still nothing is sold. */
export class RoleWatch {
  private readonly log = new Logger('Nodes');
  private readonly missingSinceMs = new Map<Role, number>();
  private readonly told = new Set<Role>();

  /** @param roles those of the nodes that live; null: unknown, or a node of an older version does not say them */
  note(roles: readonly string[] | null, nowMs: number): void {
    for (const role of allRoles) {
      if (roles === null || roles.includes(role)) this.isThere(role);
      else this.isMissing(role, nowMs);
    }
  }

  private isMissing(role: Role, nowMs: number): void {
    const sinceMs = this.missingSinceMs.get(role) ?? nowMs;
    this.missingSinceMs.set(role, sinceMs);
    if (this.told.has(role) || nowMs - sinceMs < MISSING_AFTER_MS) return;
    this.told.add(role);
    this.log.error(`no node with the role ${role} lives: ${consequences[role]}`);
  }

  private isThere(role: Role): void {
    this.missingSinceMs.delete(role);
    if (this.told.delete(role)) this.log.log(`a node with the role ${role} lives again`);
  }
}
