import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { isServerFault } from './mail-fault.rules.js';

const TIMEOUT_MS = 300;
/** Longer, so that a missing greeting is never taken for a silence later on. */
const SILENCE_MS = 1_000;

/** What nodemailer says when a server that answers by `reply` is sent a mail; undefined leaves it without an answer. */
async function faultOf(reply: (line: string, socket: Socket) => string | undefined): Promise<unknown> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const say = (line: string): void => {
      const answer = reply(line, socket);
      if (answer !== undefined && !socket.destroyed) socket.write(`${answer}\r\n`);
    };
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      for (const line of String(data).split('\r\n').filter(Boolean)) say(line);
    });
    say('');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const fault = await faultAt(port);
  for (const socket of sockets) socket.destroy();
  server.close();
  return fault;
}

async function faultAt(port: number): Promise<unknown> {
  const times = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: SILENCE_MS };
  const transport = createTransport({ host: '127.0.0.1', port, pool: true, ...times } as object);
  try {
    await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 's', text: 't' });
    return null;
  } catch (error) {
    return error;
  } finally {
    transport.close();
  }
}

const upTo =
  (verb: string, then: (socket: Socket) => string | undefined) =>
  (line: string, socket: Socket): string | undefined => {
    if (line.startsWith(verb)) return then(socket);
    return line === '' ? '220 here' : '250 fine';
  };

describe('whose fault it is that a mail was not sent', () => {
  it.each(['EDNS', 'EAUTH', 'ETLS'])('is ours at %s', (code) => {
    expect(isServerFault(Object.assign(new Error('away'), { code }))).toBe(true);
  });

  it('is ours where nobody listens, greets or lets us in', async () => {
    expect(isServerFault(await faultAt(1))).toBe(true);
    expect(isServerFault(await faultOf(() => undefined))).toBe(true);
    expect(isServerFault(await faultOf(upTo('EHLO', () => '421 closed for today')))).toBe(true);
  });

  it('is not ours where the connection breaks once a recipient is named, which an address may bring about', async () => {
    const silent = await faultOf(upTo('RCPT', () => undefined));
    expect(silent).toMatchObject({ code: 'ETIMEDOUT', command: 'CONN' });
    const broken = await faultOf(upTo('RCPT', (socket) => void socket.resetAndDestroy()));
    expect(broken).toMatchObject({ code: 'ESOCKET', command: 'CONN' });
    const closed = await faultOf(upTo('RCPT', (socket) => void socket.destroy()));
    expect(closed).toMatchObject({ code: 'ECONNECTION', command: 'CONN' });
    const refused = await faultOf(upTo('RCPT', () => '550 no such user'));
    expect(refused).toMatchObject({ code: 'EENVELOPE', responseCode: 550 });
    expect([silent, broken, closed, refused].map(isServerFault)).toEqual([false, false, false, false]);
  });

  it('is not ours for what is no fault of a server', () => {
    expect(isServerFault(Object.assign(new Error('450 later'), { code: 'EENVELOPE', responseCode: 450 }))).toBe(false);
    expect(isServerFault(new Error('a mail header must be one line'))).toBe(false);
    expect(isServerFault(null)).toBe(false);
  });
});
