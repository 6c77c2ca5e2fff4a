import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
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
  /** kill -9, as a machine that loses its power. */
  killNode(index: number): Promise<void>;
  stop(): Promise<void>;
}

const script = (file: string): string => fileURLToPath(new URL(`../../${file}`, import.meta.url));

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

/** Starts the simulator of the payment provider and `count` nodes over the same stores. */
export async function startCluster(count: number, stores: Stores): Promise<Cluster> {
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const webhookSecret = `whsec_${randomBytes(16).toString('hex')}`;
  const adminKey = randomBytes(24).toString('base64url');
  const simulator = await startProgram(
    'simulator',
    script('tools/stripe-simulator/main.js'),
    // a webhook address that survives the loss of a node: all of them are told
    {
      SIMULATOR_WEBHOOK_URL: urls.map((url) => `${url}/v1/stripe/webhook`).join(','),
      SIMULATOR_WEBHOOK_SECRET: webhookSecret,
    },
    /https?:\/\/\S+/,
    stores.folder,
  );
  const shared = {
    ROPELINE_DEMO: 'true',
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    // a database that is used again keeps its secret
    ROPELINE_SECRET: process.env.ROPELINE_SECRET ?? randomBytes(32).toString('base64url'),
    ROPELINE_ADMIN_API_KEY: adminKey,
    ROPELINE_STRIPE_API_BASE: simulator.readyLine,
    STRIPE_SECRET_KEY: 'sk_test_load',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    ROPELINE_LOG_LEVEL: 'warn',
  };
  const nodes: Running[] = [];
  for (const [index, port] of ports.entries()) {
    nodes.push(
      await startProgram(
        `node-${index + 1}`,
        script('src/main.js'),
        { ...shared, PORT: String(port) },
        /Ropeline is ready/,
        stores.folder,
      ),
    );
  }
  return {
    urls,
    adminKey,
    simulatorUrl: simulator.readyLine,
    async killNode(index) {
      nodes[index]?.child.kill('SIGKILL');
      await nodes[index]?.exited;
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
      await simulator.stop();
    },
  };
}
