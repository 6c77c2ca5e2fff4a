import { versionOf } from '../../platform/versions.js';
import type { SaleView } from '../sales.types.js';

/**
 * Returns the version of what forms change: of a draft everything, of a published sale its page and times. What the
 * control room changes by itself (policy, notice, joins) is not part of a published sale's version.
 */
export function saleVersion(view: SaleView): string {
  const { slug, name, currency, show, prequeueAt, opensAt, closesAt, listed, transferable, seller, branding } = view;
  const types = view.ticketTypes.map(({ toldStock: _, ...type }) => type);
  const page = { slug, name, currency, show, prequeueAt, opensAt, closesAt, listed, transferable, seller, branding };
  if (view.state !== 'draft') return versionOf({ ...page, types });
  const { challenge, entry, beacon, lanes, policyVersion, limits } = view;
  return versionOf({ ...page, types, challenge, entry, beacon, lanes, policyVersion, limits });
}
