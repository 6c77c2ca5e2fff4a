/** Faults of nodemailer that lie before any recipient is named: our mail server cannot be found, or refuses us. */
const OF_THE_SERVER = new Set(['EDNS', 'ETLS', 'EAUTH', 'ENOAUTH', 'EOAUTH2']);
/** Its time-outs before the session stands; that of the socket may come while the server judges a recipient. */
const BEFORE_SESSION = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT']);
/** Commands before the sender and the recipient. Whatever breaks a connection is called `CONN`, at any time. */
const BEFORE_MAIL = /^(EHLO|HELO|LHLO|STARTTLS|AUTH)\b/;

/**
 * Returns whether a mail failed for our mail server's sake, before any recipient was named. What may come of a recipient
 * does not count, neither a refusal nor a connection that breaks later: whoever picks the address decides about those.
 */
export function isServerFault(error: unknown): boolean {
  const { code, command, syscall, timeoutType } = (error ?? {}) as Record<string, unknown>;
  switch (code) {
    case 'ETIMEDOUT':
      return BEFORE_SESSION.has(String(timeoutType));
    case 'ESOCKET':
      // a certificate that is not good has no system call; a broken session is a failed read or write
      return syscall !== 'read' && syscall !== 'write';
    case 'ECONNECTION':
      return BEFORE_MAIL.test(String(command));
    default:
      return OF_THE_SERVER.has(String(code));
  }
}
