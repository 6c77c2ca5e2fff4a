// usage: npm run dev        Like npm start, for development: the server restarts and pages reload on changes.
import fs from 'node:fs';
import path from 'node:path';
import { buildServer } from './build.mjs';
import { ENDING, followNpm } from './lib/parts.mjs';
import { nextFreePorts, requirePort } from './lib/ports.mjs';
import { explain, program } from './lib/program.mjs';
import { capture, ROOT } from './lib/run.mjs';
import { Stack } from './lib/stack.mjs';
import { readStartSettings } from './lib/start-settings.mjs';
import { runSupervised } from './lib/supervised.mjs';

/** Debounce: files of one compilation arrive together. */
const SETTLE_MS = 300;

/** Runs `act` once after each burst of changes in a folder; never concurrently. */
function onChange(folder, isMeant, act) {
  let timer;
  let running = Promise.resolve();
  const watcher = fs.watch(path.join(ROOT, folder), { recursive: true }, (_event, file) => {
    if (file === null || !isMeant(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(act).catch((error) => console.error(explain(error)));
    }, SETTLE_MS);
  });
  return { stop: () => watcher.close() };
}

// the program itself: its wrapper would end alone on Node 20, and leave it behind
const { default: compilerPath } = await import(
  new URL('../node_modules/typescript-native/lib/getExePath.js', import.meta.url).href
);

/** Starts the compiler in watch mode: emits changes in src, tools and load to dist. */
const startCompiler = () =>
  runSupervised({
    name: 'The compiler',
    command: [compilerPath(), '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
    cwd: ROOT,
    stdout: 'inherit',
    ready: () => Promise.resolve(true),
  });

async function main(stack, step) {
  const { port, host } = stack.settings;
  await requirePort(port, host);
  stack.takeDataDir();
  await stack.requirePrograms(step);
  await buildServer(step);
  const behind = await nextFreePorts(['server'], port + 1);
  // pages are served on Vite's port, which proxies everything that is not a page or a module
  const env = { ...(await stack.startBeneath(step, behind.server)), PUBLIC_URL: `http://localhost:${port}` };
  let server = await step('Starting the server', () => stack.startServer(env), { live: false });
  stack.add(ENDING.server, { stop: () => server.stop() });

  const restart = async () => {
    if (stack.ending) return;
    console.log('Restarting the server …');
    await server.stop();
    server = await stack.startServer(env);
  };
  const { serveWeb } = await import('./lib/dev-web.mjs');
  stack.add(ENDING.server, await serveWeb({ port, host, serverPort: behind.server }), await startCompiler());
  stack.add(
    ENDING.server,
    onChange('dist/src', (file) => /\.(js|lua)$/.test(file), restart),
    onChange(
      'src',
      (file) => file.endsWith('.lua'),
      () => capture([process.execPath, 'scripts/copy-assets.mjs']),
    ),
  );
  console.log(`Pages with hot reload: http://localhost:${port}/ and /admin (the server itself: port ${behind.server})`);
}

await program(async ({ step }) => {
  if (fs.existsSync(path.join(ROOT, '.env'))) process.loadEnvFile(path.join(ROOT, '.env'));
  const stack = new Stack(readStartSettings(), 'dev.mjs');
  followNpm(() => stack.end(1));
  await main(stack, step).catch((error) => {
    if (stack.ending) return;
    console.error(explain(error));
    stack.end(1);
  });
});
