import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { completeStatus, KeptConnection } from './kept-connection.js';

describe('completeStatus', () => {
  it.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', 200],
    ['HTTP/1.1 204 No Content\r\n\r\n', 204],
    ['HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n', 500],
    ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no', null],
    ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nno\r\n', null],
    ['HTTP/1.1 20', null],
  ])('of %j is %s', (answer, status) => {
    expect(completeStatus(answer)).toBe(status);
  });
});

describe('KeptConnection', () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.close();
  });

  async function talkingTo(answers: string[], timeoutMs = 1_000): Promise<KeptConnection> {
    const listening = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write(answers.shift() ?? ''));
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return new KeptConnection('127.0.0.1', (listening.address() as AddressInfo).port, timeoutMs);
  }
  const ask = (connection: KeptConnection): Promise<number | null> =>
    new Promise((resolve) => connection.send('POST / HTTP/1.1\r\n\r\n', resolve));

  it('serves one request after the other', async () => {
    const connection = await talkingTo(['HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', 'HTTP/1.1 503 -\r\n\r\n']);
    expect([await ask(connection), await ask(connection)]).toEqual([200, 503]);
    connection.close();
  });
  it('is not used again when the server closes it', async () => {
    const connection = await talkingTo(['HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 0\r\n\r\n']);
    expect(await ask(connection)).toBe(200);
    expect(connection.usable).toBe(false);
    expect(await ask(connection)).toBeNull();
  });
  it('gives up on a server that says nothing', async () => {
    const connection = await talkingTo([], 50);
    expect(await ask(connection)).toBeNull();
  });
});
