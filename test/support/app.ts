import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/bootstrap.js';
import { Config } from '../../src/platform/config/config.js';
import { readSettings } from '../../src/platform/config/settings.js';
import { specLog } from './spec-log.js';

export interface TestNode {
  url: string;
  app: NestFastifyApplication;
  config: Config;
  close(): Promise<void>;
}
export interface NodeTerms {
  databaseUrl: string;
  redisUrl: string;
  /** Shared by all nodes of one installation; optional for specs with one node. */
  secret?: string;
  /** Further variables, as passed to `npm start`. */
  env?: Record<string, string>;
}

export const testSecret = (): string => randomBytes(32).toString('base64url');
/** Has every scope except team, keys and approvals. */
export const TEST_ADMIN_KEY = 'test-admin-key-0123456789abcdef';
/** Member of the team from the start. */
export const OWNER = { email: 'owner@spec.example', password: 'a long enough password' };

/** Settings of a test node, in this process or in one of its own. */
export function testSettings({
  databaseUrl,
  redisUrl,
  secret = testSecret(),
  env = {},
}: NodeTerms): Record<string, string> {
  return {
    ROPELINE_DEMO: 'true',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    ROPELINE_SECRET: secret,
    STRIPE_SECRET_KEY: 'sk_test_spec',
    STRIPE_WEBHOOK_SECRET: 'whsec_spec_0123456789',
    ROPELINE_LOG_LEVEL: 'error',
    ROPELINE_METRICS_PORT: 'off',
    ROPELINE_ADMIN_API_KEY: TEST_ADMIN_KEY,
    ROPELINE_OWNER_EMAIL: OWNER.email,
    ROPELINE_OWNER_PASSWORD: OWNER.password,
    ROPELINE_STRIPE_RATE: '100000',
    ...env,
  };
}

export function testConfig(terms: NodeTerms): Config {
  return new Config(readSettings(testSettings(terms)));
}

/** Starts a complete node in this process, listening on a free loopback port. */
export async function startNode(terms: NodeTerms): Promise<TestNode> {
  const config = testConfig(terms);
  const app = await createApp(config, specLog);
  try {
    await app.listen(config.port, '127.0.0.1');
  } catch (error) {
    await app.close().catch(() => undefined); // a node that fails to start must release its connections
    throw error;
  }
  const address = app.getHttpServer().address();
  if (typeof address !== 'object' || address === null) throw new Error('the node is not listening');
  return { url: `http://127.0.0.1:${address.port}`, app, config, close: () => app.close() };
}
