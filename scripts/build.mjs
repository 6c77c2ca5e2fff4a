// Incremental build: the Prisma client, the server (with tools and load driver), the web apps.
import { fileURLToPath } from 'node:url';
import { Refusal } from './lib/refusal.mjs';
import { ROOT, bin, capture } from './lib/run.mjs';
import { whenChanged } from './lib/stamp.mjs';

const SPECS = /\.spec\.tsx?$|[/\\]src[/\\]generated$/;
const MODULES = ['package-lock.json'];

const targets = {
  client: {
    label: 'Generating the Prisma client',
    target: { name: 'client', inputs: ['prisma/schema', ...MODULES], output: 'src/generated/prisma/client.ts' },
    commands: [[...bin('prisma/build/index.js'), 'generate']],
  },
  server: {
    label: 'Building the server',
    target: {
      name: 'server',
      inputs: [
        ...['src', 'tools', 'load', 'tsconfig.json', 'tsconfig.build.json', 'prisma/schema', 'docs/api/openapi.json'],
        ...MODULES,
      ],
      skip: SPECS,
      output: 'dist/src/main.js',
    },
    commands: [
      [...bin('typescript-native/bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck'],
      [process.execPath, 'scripts/copy-assets.mjs'],
    ],
  },
  web: {
    label: 'Building the web apps',
    target: {
      name: 'web',
      inputs: ['web', 'src/contract', 'vite.config.mjs', 'scripts/lib/vite-compress.mjs', ...MODULES],
      skip: SPECS,
      output: 'dist/web/fan',
    },
    commands: [[...bin('vite/bin/vite.js'), 'build', '--config', 'vite.config.mjs']],
  },
};

async function runAll(label, commands) {
  for (const command of commands) {
    const { code, output } = await capture(command);
    if (code !== 0) throw new Refusal(`${label} failed:\n${output.trim()}`);
  }
}

const buildOne = (step, { label, target, commands }) =>
  whenChanged(target, () => step(label, () => runAll(label, commands)));

/** Writes src/generated, required by types, lint and tests. */
export const generate = (step) => buildOne(step, targets.client);

/** Builds the server, the tools and the load driver where changed: all that a run without pages needs. */
export async function buildServer(step) {
  await generate(step);
  await buildOne(step, targets.server);
}

/** Builds everything that changed since the last build. */
export async function build(step) {
  await buildServer(step);
  await buildOne(step, targets.web);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { program } = await import('./lib/program.mjs');
  await program(async ({ step }) => {
    await build(step);
    console.log(`Built: ${ROOT}dist`);
  });
}
