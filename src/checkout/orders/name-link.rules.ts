/** Titles that people write before a name without a space. */
const TITLE = /^(?:dr|prof|st|ste|mr|mrs|ms|mx|sr|sra|dra|ing|mag)$/iu;
/** Top-level domains in any case: all of two letters, and generic ones that mail programs turn into links. */
const KNOWN =
  /^(?:\p{L}{2}|com|net|org|info|biz|app|dev|shop|store|site|online|xyz|top|club|live|link|page|icu|vip|pro|tickets|click|zip|mov)$/iu;
const LOWER_CASE = /^\p{Ll}{3,}$/u;
/** Labels joined by dots, as a host name is written. */
const HOST = /[\p{L}\p{N}-]{2,}(?:\.[\p{L}\p{N}-]+)+/gu;

/**
 * Detects a web address in a name. Names of buyers and holders are sent by mail to addresses that strangers choose, and
 * mail programs turn addresses into links.
 */
export function holdsLink(name: string): boolean {
  const text = name.normalize('NFKC').replaceAll('\u3002', '.');
  if (/:\/\/|\bwww\.|\.\p{L}{2,}\//iu.test(text)) return true;
  return (text.match(HOST) ?? []).some(isHost);
}

function isHost(text: string): boolean {
  const labels = text.split('.');
  const [first = ''] = labels;
  const last = labels.at(-1) ?? '';
  if (labels.length === 2 && TITLE.test(first)) return false;
  return KNOWN.test(last) || LOWER_CASE.test(last);
}
