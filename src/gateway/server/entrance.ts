import type { ErrorCode } from '../../contract/errors.js';
import { problemOf } from '../../platform/problem/problem.js';
import { connectionOf, type EngineConnection, writableSocketOf } from './engine-connection.js';
import { trim } from './slim-socket.js';

/** Refuses a connection: the client gets the problem as the data of its connect_error. */
export class EntranceRefused extends Error {
  readonly data: ReturnType<typeof problemOf>;

  constructor(code: ErrorCode) {
    super(code);
    this.data = problemOf(code);
  }
}

const MAX_CREDENTIAL_CHARACTERS = 4_096;
/** Entrances that one connection may ask for: a page enters a namespace or two, again after a refusal at most. */
const MAX_ENTRANCES = 10;

/** One credential of the handshake's `auth`, whatever was sent there; null when it is missing or absurd. */
export function credentialOf(auth: unknown, field: string): string | null {
  if (typeof auth !== 'object' || auth === null || !Object.hasOwn(auth, field)) return null;
  const value = (auth as Record<string, unknown>)[field];
  return typeof value === 'string' && value !== '' && value.length <= MAX_CREDENTIAL_CHARACTERS ? value : null;
}

interface Entering {
  handshake: object;
  readonly conn: object;
}
type Next = (refusal?: Error) => void;
const NOTHING = Object.freeze({ headers: Object.freeze({}), query: Object.freeze({}), auth: Object.freeze({}) });

/**
 * A namespace's door: `enter` reads the credential and prepares the socket, or throws EntranceRefused. A fault of ours is a
 * refusal too, never a crash. What the handshake carried is forgotten then. A connection that asks again while it is being let
 * in, or too often, is closed: each request costs a check of a credential.
 */
export function doorman<S extends Entering>(
  enter: (socket: S) => void | Promise<void>,
): (socket: S, next: Next) => void {
  const entering = new WeakSet<EngineConnection>();
  return (socket, next) => {
    const connection = connectionOf(socket);
    connection.entrances = (connection.entrances ?? 0) + 1;
    if (connection.entrances > MAX_ENTRANCES || entering.has(connection)) {
      connection.close();
      return next(new EntranceRefused('RATE_LIMITED'));
    }
    entering.add(connection);
    const refuse = (error: unknown): void => {
      entering.delete(connection);
      next(error instanceof EntranceRefused ? error : new EntranceRefused('CORE_AWAY'));
    };
    const letIn = (): void => welcomeAtOnce(socket, next, () => entering.delete(connection));
    try {
      const pending = enter(socket);
      if (pending) pending.then(letIn, refuse);
      else letIn();
    } catch (error) {
      refuse(error);
    }
  };
}

/** Lets a socket in so that the answer to its request and its first messages leave as one write. */
function welcomeAtOnce(socket: Entering, next: Next, done: () => void): void {
  socket.handshake = NOTHING;
  const connection = connectionOf(socket);
  const tcp = writableSocketOf(connection);
  tcp?.cork();
  next(); // connects the socket in the next tick, and calls the namespace's welcome in the same one
  process.nextTick(() => {
    tcp?.uncork();
    done();
    process.nextTick(trim, connection); // after the callbacks of that write
  });
}
