import { hostNamesIn, plainSpelling } from '../../host-names.rules.js';

/**
 * Detects a web address in a name. Names of buyers and holders are sent by mail to addresses that strangers choose, and
 * mail programs turn addresses into links.
 */
export function holdsLink(name: string): boolean {
  const text = plainSpelling(name);
  return /:\/\/|\bwww\.|\.\p{L}{2,}\//iu.test(text) || hostNamesIn(text).length > 0;
}
