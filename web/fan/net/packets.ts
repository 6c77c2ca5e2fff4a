/**
 * The part of the Engine.IO 4 / Socket.IO 5 text protocol that the fan pages need: websocket transport, one namespace,
 * JSON events with acknowledgements, no binary. About a tenth of the size of the stock client.
 */
export type Packet =
  | { kind: 'open'; pingIntervalMs: number; pingTimeoutMs: number }
  | { kind: 'ping' }
  | { kind: 'close' }
  | { kind: 'connected' }
  | { kind: 'refused'; data: unknown }
  | { kind: 'event'; name: string; args: unknown[] }
  | { kind: 'ack'; id: number; args: unknown[] }
  | { kind: 'ignored' };

const ignored: Packet = { kind: 'ignored' };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decodeOpen(text: string): Packet {
  const hello = parseJson(text) as { pingInterval?: number; pingTimeout?: number } | undefined;
  return { kind: 'open', pingIntervalMs: hello?.pingInterval ?? 25_000, pingTimeoutMs: hello?.pingTimeout ?? 20_000 };
}

/** `2/queue,17["event",…]` → type, namespace, ack id and payload. */
const messagePattern = /^(\d)(?:(\/[^,]*),)?(\d*)(.*)$/s;

function decodeMessage(text: string, namespace: string): Packet {
  const parts = messagePattern.exec(text);
  if (!parts) return ignored;
  const [, type, space = '/', id = '', body = ''] = parts;
  if (space !== namespace) return ignored;
  const data = body === '' ? undefined : parseJson(body);
  if (type === '0') return { kind: 'connected' };
  if (type === '1') return { kind: 'close' };
  if (type === '4') return { kind: 'refused', data };
  if (!Array.isArray(data)) return ignored;
  const args = data as unknown[];
  if (type === '3' && id !== '') return { kind: 'ack', id: Number(id), args };
  const [name, ...rest] = args;
  return type === '2' && typeof name === 'string' ? { kind: 'event', name, args: rest } : ignored;
}

/** Decodes one text frame from the server. Unknown frames are ignored; it never throws. */
export function decodePacket(frame: string, namespace: string): Packet {
  const rest = frame.slice(1);
  switch (frame[0]) {
    case '0':
      return decodeOpen(rest);
    case '1':
      return { kind: 'close' };
    case '2':
      return { kind: 'ping' };
    case '4':
      return decodeMessage(rest, namespace);
    default:
      return ignored;
  }
}

export const pongFrame = '3';

export function connectFrame(namespace: string, auth: Record<string, string>): string {
  return `40${namespace},${JSON.stringify(auth)}`;
}

export function eventFrame(namespace: string, id: number, name: string, body: unknown): string {
  return `42${namespace},${id}${JSON.stringify([name, body])}`;
}

export function disconnectFrame(namespace: string): string {
  return `41${namespace},`;
}
