import { FIRST_PORT, PORTS_TRIED, readSettings, type Settings } from './settings.js';
import { type RunningSimulator, startSimulator } from './simulator.js';

async function main(): Promise<void> {
  const read = readSettings(process.env);
  if (read.kind === 'invalid') throw new Error(read.message);
  const simulator = await startOnPort(read.settings);
  process.stdout.write(`Stripe simulator is ready: ${simulator.url}\n`);
  const stop = (): void => void simulator.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** A configured port must be free; otherwise the next free port is used. */
async function startOnPort({ port, ...webhooks }: Settings): Promise<RunningSimulator> {
  if (port !== 0) return startSimulator({ port, ...webhooks });
  for (let next = FIRST_PORT; next < FIRST_PORT + PORTS_TRIED; next += 1) {
    try {
      return await startSimulator({ port: next, ...webhooks });
    } catch (error) {
      if (!isPortTaken(error)) throw error;
    }
  }
  throw new Error(`no free port from ${FIRST_PORT} to ${FIRST_PORT + PORTS_TRIED - 1}; name one in SIMULATOR_PORT`);
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Stripe simulator could not start: ${reason}\n`);
  process.exit(1);
});
