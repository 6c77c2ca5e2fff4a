import type { ErrorCode } from '../../contract/errors.js';
import { problemOf } from '../../platform/problem/problem.js';

/** Refuses a connection: the client gets the problem as the data of its connect_error. */
export class EntranceRefused extends Error {
  readonly data: ReturnType<typeof problemOf>;

  constructor(code: ErrorCode) {
    super(code);
    this.data = problemOf(code);
  }
}

const MAX_CREDENTIAL_CHARACTERS = 4_096;

/** One credential of the handshake's `auth`, whatever was sent there; null when it is missing or absurd. */
export function credentialOf(auth: unknown, field: string): string | null {
  if (typeof auth !== 'object' || auth === null || !Object.hasOwn(auth, field)) return null;
  const value = (auth as Record<string, unknown>)[field];
  return typeof value === 'string' && value !== '' && value.length <= MAX_CREDENTIAL_CHARACTERS ? value : null;
}

interface Entering {
  handshake: object;
}
const NOTHING = Object.freeze({ headers: Object.freeze({}), query: Object.freeze({}), auth: Object.freeze({}) });

/**
 * A namespace's door: `enter` reads the credential and prepares the socket, or throws EntranceRefused. A fault of ours is a
 * refusal too, never a crash. What the handshake carried is forgotten then.
 */
export function doorman<S extends Entering>(
  enter: (socket: S) => Promise<void>,
): (socket: S, next: (refusal?: Error) => void) => void {
  return (socket, next) => {
    enter(socket).then(
      () => {
        socket.handshake = NOTHING;
        next();
      },
      (error: unknown) => next(error instanceof EntranceRefused ? error : new EntranceRefused('CORE_AWAY')),
    );
  };
}
