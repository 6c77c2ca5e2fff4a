// usage: npm start        Starts Ropeline and everything it needs that the environment does not name (.env.example).
// Until node modules are installed, only files that need none may be imported.
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { ENDING, followNpm } from './lib/parts.mjs';
import { requirePort } from './lib/ports.mjs';
import { explain, program } from './lib/program.mjs';
import { ROOT } from './lib/run.mjs';
import { Stack } from './lib/stack.mjs';
import { readStartSettings } from './lib/start-settings.mjs';

async function main(stack, step) {
  await requirePort(stack.settings.port, stack.settings.host);
  stack.takeDataDir();
  await stack.requirePrograms(step);
  await build(step);
  const env = await stack.startBeneath(step);
  const server = await step('Starting the server', () => stack.startServer(env), { live: false });
  stack.add(ENDING.server, server);
  const code = await server.ended;
  if (!stack.ending) stack.end(code);
}

await program(async ({ step }) => {
  if (fs.existsSync(path.join(ROOT, '.env'))) process.loadEnvFile(path.join(ROOT, '.env'));
  const stack = new Stack(readStartSettings(), 'start.mjs');
  followNpm(() => stack.end(1));
  await main(stack, step).catch((error) => {
    if (stack.ending) return; // shutdown has begun, which also stops what was being started
    console.error(explain(error));
    stack.end(1);
  });
});
