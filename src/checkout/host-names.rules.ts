/** Titles that people write before a name without a space. */
const TITLE = /^(?:dr|prof|st|ste|mr|mrs|ms|mx|sr|sra|dra|ing|mag)$/iu;
/** Top-level domains in any case: all of two letters, and generic ones that mail programs turn into links. */
const KNOWN =
  /^(?:\p{L}{2}|com|net|org|info|biz|app|dev|shop|store|site|online|xyz|top|club|live|link|page|icu|vip|pro|tickets|click|zip|mov)$/iu;
const LOWER_CASE = /^\p{Ll}{3,}$/u;
/** Labels joined by dots, as a host name is written. */
const HOST = /[\p{L}\p{N}-]{2,}(?:\.[\p{L}\p{N}-]+)+/gu;

/** Spells look-alikes of letters and dots as a browser's address bar does. */
export const plainSpelling = (text: string): string => text.normalize('NFKC').replaceAll('\u3002', '.');

/** Returns what mail programs take for host names, also without a scheme. */
export const hostNamesIn = (text: string): string[] => (text.match(HOST) ?? []).filter(isHost);

function isHost(text: string): boolean {
  const labels = text.split('.');
  const [first = ''] = labels;
  const last = labels.at(-1) ?? '';
  if (labels.length === 2 && TITLE.test(first)) return false;
  return KNOWN.test(last) || LOWER_CASE.test(last);
}
