import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { createApp } from './bootstrap.js';
import { Config } from './platform/config/config.js';
import { ConfigError, readSettings } from './platform/config/settings.js';
import { warningsOf } from './platform/config/warnings.rules.js';
import { drainNode, STOP_LIMIT_MS } from './drain-node.js';
import { MetricsServer } from './platform/metrics/metrics-server.js';
import { isPortTaken } from './platform/port-taken.js';

/** Listen backlog; a connection beyond it is retried by its client after a second. */
const BACKLOG = 4_096;

function fail(error: unknown): never {
  const known = error instanceof ConfigError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Ropeline cannot start: ${message}\n`);
  if (!known && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  process.exit(1);
}

async function start(): Promise<void> {
  const config = new Config(readSettings());
  const app = await createApp(config);
  await app.listen({ port: config.port, host: config.host, backlog: BACKLOG }).catch((error: unknown) => {
    throw isPortTaken(error)
      ? new ConfigError(`PORT ${config.port} on ${config.host} is taken by another process`)
      : error;
  });

  const log = new Logger('Node');
  for (const warning of warningsOf(config)) log.warn(warning);
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), config.drainPauseMs + STOP_LIMIT_MS).unref();
    await drainNode(app, config.drainPauseMs, log);
    await app.close();
    log.log('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());

  const address = config.publicUrl || (await app.getUrl());
  const metrics = app.get(MetricsServer).url;
  const ready = `Ropeline is ready (${config.mode}, roles ${[...config.roles].join(' ')})`;
  // among JSON lines, a collector of logs reads JSON only
  if (config.mode !== 'demo') return log.log(`${ready}${metrics === null ? '' : `; metrics at ${metrics}`}`);
  const lines = [
    ready,
    `  fans       ${address}/`,
    `  promoters  ${address}/admin`,
    `  API        ${address}/docs`,
    `  mails      ${address}/demo/mail`,
    ...(metrics === null ? [] : [`  metrics    ${metrics}`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

await start().catch(fail);
