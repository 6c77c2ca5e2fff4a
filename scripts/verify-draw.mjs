// usage: npm run verify-draw -- <snapshot: file or address> --number <n> [--lane <key>] [--commitment <hex>]
import { buildServer } from './build.mjs';
import { program } from './lib/program.mjs';

await program(async ({ step }) => {
  await buildServer(step);
  const { verifyDrawProgram } = await import('../dist/src/verify-draw.js');
  const holds = await verifyDrawProgram(process.argv.slice(2), (line) => console.log(line));
  if (!holds) process.exitCode = 1;
});
