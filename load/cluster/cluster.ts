import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { stripeEvents } from '../../src/contract/money/stripe-events.js';
import { type Running, startProgram } from './process.js';

export interface Stores {
  databaseUrl: string;
  redisUrl: string;
  folder: string;
}
export interface Cluster {
  urls: string[];
  adminKey: string;
  simulatorUrl: string;
  nodes: readonly Running[];
  simulator: Running;
  /** Ends a node with kill -9, like a machine losing power. */
  killNode(index: number): Promise<void>;
  /** Ends a node with SIGTERM, like a supervisor. */
  stopNode(index: number): Promise<void>;
  /** Restarts an ended node at its old address. */
  startNode(index: number): Promise<void>;
  stop(): Promise<void>;
}

/** Returns the path of a program of this build, given its path in dist. */
export const script = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

export interface ClusterOptions {
  /** Additional environment of the nodes. */
  env?: Record<string, string>;
  /** Further environment of one node. */
  envOf?: (index: number) => Record<string, string>;
  /** Roles of each node; by default all. Fans do not call nodes without the edge role. */
  roles?: readonly string[];
  /** Pins the nodes to these processors and everything else to the others, where supported. */
  nodeProcessors?: string;
  otherProcessors?: string;
}

/** Starts the simulated payment provider and `count` nodes over the same stores. */
export async function startCluster(count: number, stores: Stores, options: ClusterOptions = {}): Promise<Cluster> {
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const webhookSecret = `whsec_${randomBytes(16).toString('hex')}`;
  const adminKey = randomBytes(24).toString('base64url');
  const simulator = await startProgram(
    'simulator',
    script('tools/stripe-simulator/main.js'),
    // webhooks go to every node, so that they survive the loss of one
    {
      SIMULATOR_WEBHOOK_URL: urls.map((url) => `${url}/v1/stripe/webhook`).join(','),
      SIMULATOR_WEBHOOK_SECRET: webhookSecret,
      SIMULATOR_WEBHOOK_EVENTS: stripeEvents.join(','),
    },
    /https?:\/\/\S+/,
    stores.folder,
    options.otherProcessors,
  );
  const shared = {
    ROPELINE_DEMO: 'true',
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    // a reused database needs the secret it was sealed with
    ROPELINE_SECRET: process.env.ROPELINE_SECRET ?? randomBytes(32).toString('base64url'),
    ROPELINE_ADMIN_API_KEY: adminKey,
    ROPELINE_STRIPE_API_BASE: simulator.readyLine,
    STRIPE_SECRET_KEY: 'sk_test_load',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    ROPELINE_LOG_LEVEL: 'warn',
    ...options.env,
  };
  const start = async (index: number): Promise<Running> =>
    await startProgram(
      `node-${index + 1}`,
      script('src/main.js'),
      { ...shared, ...rolesOf(options, index), ...options.envOf?.(index), PORT: String(ports[index]) },
      /Ropeline is ready/,
      stores.folder,
      options.nodeProcessors,
    );
  const nodes: Running[] = [];
  for (const index of ports.keys()) nodes.push(await start(index));
  return {
    urls: urls.filter((_, index) => options.roles?.[index]?.includes('edge') ?? true),
    adminKey,
    simulatorUrl: simulator.readyLine,
    nodes,
    simulator,
    async killNode(index) {
      nodes[index]?.child.kill('SIGKILL');
      await nodes[index]?.exited;
    },
    async stopNode(index) {
      await nodes[index]?.stop();
    },
    async startNode(index) {
      nodes[index] = await start(index);
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
      await simulator.stop();
    },
  };
}

function rolesOf({ roles }: ClusterOptions, index: number): Record<string, string> {
  const own = roles?.[index];
  return own === undefined ? {} : { ROPELINE_ROLES: own };
}
