import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from '@jest/globals';
import { headOf, headWith, WholeAnswers } from './whole-answers.js';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const text = '{"name":"x"}';
const head = headOf(['x-told', 'yes', 'content-type', 'application/json']);
const ask = (path: string, more = '', version = '1.1', method = 'GET') =>
  `${method} ${path} HTTP/${version}\r\nhost: x\r\n${more}\r\n`;
const LAST = ask('/last', 'connection: close\r\n');

/** Sends one after another is answered, and returns what comes back until the server closes, without its dates. */
async function exchange(listener: RequestListener, sent: readonly string[]): Promise<string> {
  server = createServer({ keepAliveTimeout: 7_000 }, listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let heard = '';
  const waiting = [...sent];
  const next = (): void => {
    const request = waiting.shift();
    if (request !== undefined) socket.write(request);
  };
  socket.setEncoding('utf8').on('data', (more: string) => {
    heard += more;
    next();
  });
  next();
  await new Promise((resolve) => socket.on('close', resolve));
  return heard.replaceAll(/^Date: .*$/gm, 'Date: …');
}

const byNode: RequestListener = (request, response) => {
  const body = request.url === '/ö' ? 'ö' : text;
  response.writeHead(200, [...head.headers, 'content-length', String(Buffer.byteLength(body))]);
  response.end(body);
};
/** Counts the answers that did not go Node's way. */
function whole(): { listener: RequestListener; short: () => number } {
  const answers = new WholeAnswers(() => 0);
  let short = 0;
  return {
    short: () => short,
    listener: (request, response) => {
      const { writeHead } = response;
      let isByNode = false;
      response.writeHead = ((...args: Parameters<typeof writeHead>) => {
        isByNode = true;
        return writeHead.apply(response, args);
      }) as typeof writeHead;
      answers.send(response, 200, head, request.url === '/ö' ? 'ö' : text);
      if (!isByNode) short += 1;
    },
  };
}

it.each([
  ['one after the other', [ask('/a'), ask('/b')], 1],
  ['all asked for at once', [ask('/a') + ask('/b') + ask('/a')], 0],
  ['with letters of two bytes', [ask('/a'), ask('/ö')], 1],
  ['to a client that closes', [ask('/a'), LAST], 0],
  ['to a client of before', [ask('/a'), ask('/b', 'connection: keep-alive\r\n', '1.0')], 0],
  ['to a client that wants no body', [ask('/a'), ask('/b', '', '1.1', 'HEAD')], 0],
])('sends what Node would send: %s', async (_what, requests, shortAtLeast) => {
  const { listener, short } = whole();
  const sent = [...requests, LAST].map((request) => request.replace('/ö', encodeURI('/ö')));
  // answered later, so that several may wait for an answer
  const later =
    (by: RequestListener): RequestListener =>
    (request, response) => {
      request.url = decodeURI(request.url ?? '');
      setImmediate(() => by(request, response));
    };
  const usual = await exchange(later(byNode), sent);
  server?.close();
  expect(await exchange(later(listener), sent)).toBe(usual);
  expect(usual).toContain('Keep-Alive: timeout=7');
  expect(short()).toBeGreaterThanOrEqual(shortAtLeast);
});

it('ends each answer for those who listen', async () => {
  const ended: string[] = [];
  const { listener, short } = whole();
  await exchange(
    (request, response) => {
      for (const event of ['prefinish', 'finish', 'close']) response.on(event, () => ended.push(event));
      listener(request, response);
      ended.push(`${response.statusCode} ${response.headersSent}`);
    },
    [ask('/a'), ask('/b'), LAST],
  );
  expect(ended).toEqual(Array.from({ length: 3 }, () => ['prefinish', '200 true', 'finish', 'close']).flat());
  expect(short()).toBe(1);
});

it('leaves headers that Node would refuse to Node', () => {
  const broken = headWith(head, ['x-broken', 'a\r\nset-cookie: b']);
  expect(broken.lines).toBeNull();
  const told: unknown[] = [];
  const response = { writeHead: (...args: unknown[]) => told.push(args), end: () => undefined };
  new WholeAnswers().send(response as unknown as ServerResponse, 200, broken, '');
  expect(told).toEqual([[200, [...broken.headers, 'content-length', '0']]]);
});

it('asks Node anew when the second is over, for the date', () => {
  let nowMs = 0;
  const added = 'Date: …\r\n\r\n';
  const answers = new WholeAnswers(
    () => nowMs,
    () => new Date(400),
  );
  const ways = [0, 599, 600, 1_000].map((at) => {
    nowMs = at;
    let way = 'short';
    const response = {
      ...{
        req: { httpVersion: '1.1', method: 'GET' },
        shouldKeepAlive: true,
        headersSent: false,
        end: () => undefined,
      },
      ...{ socket: { writable: true, writableCorked: 0, writableLength: 0, write: () => true } },
      ...{ _header: '', _headerSent: true },
      writeHead(status: number, headers: string[]) {
        way = 'Node';
        const lines = Array.from(
          { length: headers.length / 2 },
          (_, n) => `${headers[2 * n]}: ${headers[2 * n + 1]}\r\n`,
        );
        this._header = `HTTP/1.1 ${status} OK\r\n${lines.join('')}${added}`;
      },
    };
    answers.send(response as unknown as ServerResponse, 200, head, text);
    return way;
  });
  expect(ways).toEqual(['Node', 'short', 'Node', 'short']);
});

it.each([
  ['_header', { _header: { other: true }, _headerSent: true }],
  ['_headerSent', { _headerSent: undefined }],
])('goes Node’s way for ever if Node keeps its heads otherwise: %s', (_what, kept) => {
  let byNode = 0;
  const usual = `HTTP/1.1 200 OK\r\n${head.lines ?? ''}content-length: ${text.length}\r\nDate: …\r\n\r\n`;
  const answers = new WholeAnswers(() => 0);
  for (let n = 0; n < 3; n += 1) {
    const response = {
      ...{ req: { httpVersion: '1.1', method: 'GET' } },
      ...{ socket: { writable: true, writableCorked: 0, writableLength: 0, write: () => true } },
      ...{ shouldKeepAlive: true, headersSent: false, _header: usual, end: () => undefined },
      ...{ writeHead: () => (byNode += 1), ...kept },
    };
    answers.send(response as unknown as ServerResponse, 200, head, text);
  }
  expect(byNode).toBe(3);
});

it.each([
  ['large', 'x'.repeat(65_537), 0],
  ['behind unsent bytes', text, 1],
])('leaves to Node whose end comes after its last byte: %s', (_what, body, writableLength) => {
  const ways: string[] = [];
  const answers = new WholeAnswers(() => 0);
  const send = (sent: string, unsent: number): void => {
    const response = {
      ...{ req: { httpVersion: '1.1', method: 'GET' }, shouldKeepAlive: true, headersSent: false },
      socket: { writable: true, writableCorked: 0, writableLength: unsent, write: () => ways.push('short') },
      ...{ _header: '', _headerSent: true, end: () => undefined },
      writeHead(status: number, [...headers]: string[]) {
        ways.push('Node');
        this._header = `HTTP/1.1 ${status} OK\r\n${head.lines ?? ''}content-length: ${headers.at(-1) ?? ''}\r\n\r\n`;
      },
    };
    answers.send(response as unknown as ServerResponse, 200, head, sent);
  };
  send(text, 0);
  send(text, 0);
  send(body, writableLength);
  expect(ways).toEqual(['Node', 'short', 'Node']);
});
