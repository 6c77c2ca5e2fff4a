import { type RunningSimulator, startSimulator } from '../../tools/stripe-simulator/simulator.js';
import { expectDeclared } from './declared-answers.js';
import { startNode, TEST_ADMIN_KEY, type TestNode, testSecret } from './app.js';
import { freePort } from './ports.js';
import { freshDatabase, sharedRedisUrl } from './services.js';

export interface SystemTerms {
  nodes?: number;
  redisUrl?: string;
  env?: Record<string, string>;
}
export interface TestSystem {
  nodes: TestNode[];
  url: string;
  simulator: RunningSimulator;
  close(): Promise<void>;
}

/** Starts nodes with all roles over one database and one Redis, and a payment simulator that sends them webhooks. */
export async function startSystem({ nodes: count = 1, redisUrl, env = {} }: SystemTerms = {}): Promise<TestSystem> {
  const webhookSecret = 'whsec_system_0123456789abcdef';
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const webhookUrl = ports.map((port) => `http://127.0.0.1:${port}/v1/stripe/webhook`).join(',');
  const simulator = await startSimulator({ port: 0, webhookUrl, webhookSecret });
  const stores = {
    databaseUrl: await freshDatabase(),
    redisUrl: redisUrl ?? (await sharedRedisUrl()),
    secret: testSecret(),
  };
  const nodes: TestNode[] = [];
  for (const port of ports) {
    const own = {
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      ROPELINE_STRIPE_API_BASE: simulator.url,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
    };
    nodes.push(await startNode({ ...stores, env: { ...own, ...env } }));
  }
  return {
    nodes,
    url: nodes[0]?.url ?? '',
    simulator,
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
      await simulator.close();
    },
  };
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Returns even the refusal of a node that is too busy; otherwise such calls are repeated, as every client does. */
  isImpatient?: boolean;
}
/** A node refuses what it is too busy for before it looks at it. */
const isShed = ({ status, body }: Answer<unknown>): boolean =>
  status === 503 && (body as { code?: unknown } | null)?.code === 'OVERLOADED';

/**
 * Makes one JSON call, validated against the OpenAPI document, and again while the machine is too busy with other
 * specs. Returns the body of success and problem alike.
 */
export async function call<T = Record<string, unknown>>(url: string, init: Call = {}): Promise<Answer<T>> {
  for (const end = Date.now() + BUSY_MS; ; ) {
    const answer = await callOnce<T>(url, init);
    if (init.isImpatient === true || !isShed(answer) || Date.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS));
  }
}
/** How long a machine may stay too busy, and the pause between two tries. */
const BUSY_MS = 15_000;
const BUSY_PAUSE_MS = 500;

async function callOnce<T>(url: string, init: Call): Promise<Answer<T>> {
  const method = init.method ?? (init.body === undefined ? 'GET' : 'POST');
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: { ...(init.body === undefined ? {} : { 'content-type': 'application/json' }), ...init.headers },
    ...(init.body === undefined ? {} : { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
  });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json') ?? false;
  const body: unknown = json && text !== '' ? JSON.parse(text) : text;
  const contentType = answer.headers.get('content-type') ?? '';
  await expectDeclared(url, method, { status: answer.status, contentType, body });
  return { status: answer.status, headers: answer.headers, body: body as T };
}

export const adminHeaders = { authorization: `Bearer ${TEST_ADMIN_KEY}` };

export async function until<T>(
  what: string,
  probe: () => Promise<T | null | undefined | false>,
  withinMs = 20_000,
): Promise<T> {
  for (const end = Date.now() + withinMs; Date.now() < end; ) {
    const found = await probe();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not happen within ${withinMs} ms`);
}
