import 'reflect-metadata';
import { createApp } from './bootstrap.js';
import { Config } from './platform/config/config.js';
import { ConfigError, readSettings } from './platform/config/settings.js';
import { Drain } from './platform/health/drain.js';
import { MetricsServer } from './platform/metrics/metrics-server.js';

/** A stop that takes longer is ended by force: a supervisor would do the same, less politely. */
const STOP_LIMIT_MS = 28_000;
/** Connections that the kernel keeps until they are accepted: one too many is tried again by its client after a second. */
const BACKLOG = 4_096;
/** Between "not ready" and the end of listening: a load balancer must notice first. */
const DRAIN_PAUSE_MS = 500;

function fail(error: unknown): never {
  const known =
    error instanceof ConfigError || (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Ropeline cannot start: ${message}\n`);
  if (!known && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  process.exit(1);
}

async function start(): Promise<void> {
  const config = new Config(readSettings());
  const app = await createApp(config);
  await app.listen({ port: config.port, host: config.host, backlog: BACKLOG });

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    app.get(Drain).draining = true;
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    await new Promise((resolve) => setTimeout(resolve, DRAIN_PAUSE_MS));
    await app.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());

  const address = config.publicUrl || (await app.getUrl());
  const metricsPort = app.get(MetricsServer).port;
  const lines = [
    `Ropeline is ready (${config.mode}, roles ${[...config.roles].join(' ')})`,
    `  fans       ${address}/`,
    `  promoters  ${address}/admin`,
    `  API        ${address}/docs`,
    ...(metricsPort === null ? [] : [`  metrics    http://127.0.0.1:${metricsPort}/metrics`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

await start().catch(fail);
