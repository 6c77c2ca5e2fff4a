import WebSocket from 'ws';
import type { LiveShape } from '../../src/contract/live/live-shapes.js';

const OPEN_WITHIN_MS = 10_000;
const LIVE = '42/control,["live",';

/** An open control room: engine.io 4 and socket.io 5 framing over raw ws. Notes how old figures were when they came. */
export class ControlSocket {
  heard: number[] = [];

  private constructor(private readonly socket: WebSocket) {}

  /** Resolves once the namespace accepts the ticket. */
  static async open(url: string, ticket: string): Promise<ControlSocket> {
    const address = `${url.replace(/^http/, 'ws')}/socket.io/control/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address, { perMessageDeflate: false, handshakeTimeout: OPEN_WITHIN_MS });
    const room = new ControlSocket(socket);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('a control room did not open in time')), OPEN_WITHIN_MS);
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        const text = data.toString();
        if (text.startsWith('0')) socket.send(`40/control,${JSON.stringify({ ticket })}`);
        else if (text === '2') socket.send('3');
        else if (text.startsWith('44/control')) reject(new Error(`a control room was refused: ${text}`));
        else if (text.startsWith('40/control')) {
          clearTimeout(timer);
          resolve();
        } else if (text.startsWith(LIVE)) room.note(text);
      });
    });
    return room;
  }

  forget(): void {
    this.heard = [];
  }

  close(): void {
    this.socket.close();
  }

  private note(text: string): void {
    const { at } = JSON.parse(text.slice(LIVE.length, -1)) as LiveShape;
    this.heard.push(Date.now() - Date.parse(at));
  }
}
