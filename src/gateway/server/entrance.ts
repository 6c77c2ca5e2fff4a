import type { ErrorCode } from '../../contract/errors.js';
import { problemOf } from '../../platform/problem/problem.js';
import { connectionOf, type EngineConnection, writableSocketOf } from './engine-connection.js';
import { trim } from './slim-socket.js';

/** Refuses a connection; the client gets the problem as `data` of its connect_error. */
export class EntranceRefused extends Error {
  readonly data: ReturnType<typeof problemOf>;

  constructor(code: ErrorCode) {
    super(code);
    this.data = problemOf(code);
  }
}

const MAX_CREDENTIAL_CHARACTERS = 4_096;
/** Entrances per connection: a page enters one or two namespaces, plus retries after a refusal. */
const MAX_ENTRANCES = 10;

/** Reads one credential from the handshake's untrusted `auth`; null if missing or implausible. */
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
 * Returns a namespace's middleware: `enter` checks the credential and prepares the socket, or throws EntranceRefused.
 * Internal errors are refusals too, never crashes. The handshake's data is released afterwards. A connection that asks
 * again while an entrance is pending, or too often, is closed, because each request costs a credential check.
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

/** Admits a socket such that the reply to its request and its first messages leave in one write. */
function welcomeAtOnce(socket: Entering, next: Next, done: () => void): void {
  socket.handshake = NOTHING;
  const connection = connectionOf(socket);
  const tcp = writableSocketOf(connection);
  tcp?.cork();
  next(); // connects the socket on the next tick, and runs the namespace's connection handler in that tick
  process.nextTick(() => {
    tcp?.uncork();
    done();
    process.nextTick(trim, connection); // after the callbacks of that write
  });
}
