import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ApiDoor } from './api/door.js';
import { ApiError } from './api/errors.js';
import type { ConfirmDoor } from './pages/confirm.door.js';
import type { ControlDoor } from './pages/control.door.js';
import type { SetupDoor } from './pages/setup.door.js';
import { jsonAnswer, type PageAnswer, type PageRequest } from './pages/exchange.js';

/** More than any call needs: Stripe's largest have metadata of 50 × 540 characters. */
const MAX_BODY_BYTES = 65_536;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the SDK keeps an idle connection, so that none is closed during a request. */
const KEEP_ALIVE_MS = 65_000;

export interface Doors {
  readonly api: ApiDoor;
  readonly confirm: ConfirmDoor;
  readonly setup: SetupDoor;
  readonly control: ControlDoor;
}

/** Creates an HTTP server without routes: it listens first, because the routes need to know its address. */
export function createSimulatorServer(): Server {
  const server = createServer();
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

/** Starts serving. Faults apply to API calls only. */
export function openDoors(server: Server, doors: Doors): void {
  server.on('request', (request, response) => {
    void serve(doors, request, response).catch((error: unknown) => {
      console.error('stripe simulator: a request failed unexpectedly', error);
      send(response, jsonAnswer(500, { error: { type: 'api_error', message: 'The simulator failed; see its log.' } }));
    });
  });
}

async function serve(doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    response.setHeader('connection', 'close');
    send(response, jsonAnswer(413, { error: { type: 'invalid_request_error', message: 'The body is too large.' } }));
    return;
  }
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  if (path.startsWith('/v1/')) await serveApi(doors.api, request, response, path, query, body);
  else send(response, answerPage(doors, pageRequest(request, path, query, body)));
}

async function serveApi(
  api: ApiDoor,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
  body: string,
): Promise<void> {
  const method = request.method ?? 'GET';
  const outcome = await api.answer({
    method,
    path,
    form: method === 'GET' ? query : body,
    authorization: request.headers.authorization,
    idempotencyKey: headerText(request.headers['idempotency-key']),
  });
  if (outcome.kind === 'cut') request.socket.destroy();
  else send(response, outcome);
}

function answerPage(doors: Doors, request: PageRequest): PageAnswer {
  try {
    if (request.path.startsWith('/setup/')) return doors.setup.answer(request);
    if (request.path.startsWith('/confirm/')) return doors.confirm.answer(request);
    if (request.path === '/_simulator' || request.path.startsWith('/_simulator/')) return doors.control.answer(request);
    if (request.path === '/') return { status: 302, headers: { location: '/_simulator' }, body: '' };
    return jsonAnswer(404, { error: { type: 'invalid_request_error', message: 'Nothing is served here.' } });
  } catch (error) {
    if (error instanceof ApiError) return jsonAnswer(error.status, error.body());
    throw error;
  }
}

function pageRequest(request: IncomingMessage, path: string, query: string, body: string): PageRequest {
  const type = request.headers['content-type'] ?? '';
  return {
    method: request.method ?? 'GET',
    path,
    query,
    body,
    isJson: type.includes('json'),
    isForm: type.includes('form'),
    fetchSite: headerText(request.headers['sec-fetch-site']),
  };
}

function send(response: ServerResponse, answer: PageAnswer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

/** Returns the body as text; null if it is too large. */
function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(null);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
