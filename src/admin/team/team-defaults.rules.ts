import { versionOf } from '../../platform/versions.js';
import type { Settings } from '../../platform/config/config.js';
import { takesRealMoney } from '../../platform/config/live.rules.js';
import type { StaffRole } from '../sign-in/staff.types.js';

/**
 * Returns the roles that must have a second factor until an owner decides: where real money moves, those who can move the
 * most of it. Members without one set it up at their next sign-in.
 */
export const defaultTwoFactorRoles = (settings: Pick<Settings, 'mode' | 'stripeSecretKey'>): StaffRole[] =>
  takesRealMoney(settings) ? ['owner', 'finance'] : [];

/** Returns whether some role no longer needs a second factor. */
export const asksForLess = (before: readonly string[], after: readonly string[]): boolean =>
  before.some((role) => !after.includes(role));

export const rolesVersion = (roles: readonly string[]): string => versionOf([...roles].sort());
