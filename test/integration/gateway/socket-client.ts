import { io, type Socket } from 'socket.io-client';
import type { Problem } from '../../../src/contract/errors.js';
import type { Acknowledged } from '../../../src/contract/live/socket-events.js';

const WAIT_MS = 10_000;

/** The official client, one connection each, which records every event it receives. */
export class SocketClient {
  readonly told: { event: string; payload: unknown }[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    socket.onAny((event: string, payload: unknown) => {
      this.told.push({ event, payload });
      for (const look of this.waiting) look();
    });
    socket.on('disconnect', () => {
      for (const look of this.waiting) look();
    });
  }

  /** Resolves once the namespace accepts the connection; rejects with the refusal. */
  static async connect(
    url: string,
    namespace: string,
    auth: object,
    headers: Record<string, string> = {},
    transports: ('websocket' | 'polling')[] = ['websocket'],
  ): Promise<SocketClient> {
    const socket = io(`${url}${namespace}`, {
      auth,
      transports,
      forceNew: true,
      reconnection: false,
      extraHeaders: headers,
      timeout: WAIT_MS,
    });
    const client = new SocketClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
    return client;
  }

  all<T>(event: string): T[] {
    return this.told.filter((entry) => entry.event === event).map(({ payload }) => payload as T);
  }

  /** Returns the first matching payload of the event, including ones received earlier. */
  async hears<T>(event: string, passes: (payload: T) => boolean = () => true): Promise<T> {
    return await this.eventually(`${event}`, () => this.all<T>(event).find(passes));
  }

  async isClosed(): Promise<void> {
    await this.eventually('the end of the connection', () => (this.socket.connected ? undefined : true));
  }

  async ask<T>(event: string, ...payload: unknown[]): Promise<Acknowledged<T>> {
    return (await this.socket.timeout(WAIT_MS).emitWithAck(event, ...payload)) as Acknowledged<T>;
  }

  /** Returns the refusal's code, or `ok`. */
  async codeOf(event: string, ...payload: unknown[]): Promise<string> {
    const answer = await this.ask(event, ...payload);
    return answer.ok ? 'ok' : answer.problem.code;
  }

  close(): void {
    this.socket.close();
  }

  private async eventually<T>(what: string, find: () => T | undefined): Promise<T> {
    const found = find();
    if (found !== undefined) return found;
    return await new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(
          new Error(
            `${what} did not come; told were ${[...new Set(this.told.map(({ event }) => event))].join(', ') || 'nothing'}`,
          ),
        );
      }, WAIT_MS);
      const look = (): void => {
        const now = find();
        if (now === undefined) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(now);
      };
      this.waiting.add(look);
    });
  }
}

/** Returns the code the connection was refused with. */
export async function refusedWith(connecting: Promise<SocketClient>): Promise<string> {
  try {
    (await connecting).close();
    return 'connected';
  } catch (error) {
    const { data, message } = error as { data?: Problem; message: string };
    return data?.code ?? message;
  }
}

/** Waits long enough to show that something does not arrive. */
export const aWhile = async (ms = 400): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));
