// usage: node scripts/operation-codes.mjs [--check]
// Writes src/contract/operation-codes.ts: the error codes of every operation, found in the code that the operation can
// reach. With --check, only says whether the file is up to date.
import fs from 'node:fs';
import path from 'node:path';
import { program } from './lib/program.mjs';
import { Refusal } from './lib/refusal.mjs';
import { ROOT } from './lib/run.mjs';

const FILE = 'src/contract/operation-codes.ts';
const HEAD = `import type { ErrorCode } from './errors.js';

/** Error codes by the id of an operation. Written by \`npm run documents\`; not to be edited. */
export const operationCodes: Readonly<Record<string, readonly ErrorCode[]>> = {`;

const lineOf = ([operation, codes]) => `  ${operation}: [${codes.map((code) => `'${code}'`).join(', ')}],`;

await program(async () => {
  const { operationCodes } = await import('./lib/operation-codes.mjs');
  const lines = Object.entries(operationCodes(ROOT, 'src')).map(lineOf);
  const text = `${[HEAD, ...lines].join('\n')}\n};\n`;
  const file = path.join(ROOT, FILE);
  if (!process.argv.includes('--check')) fs.writeFileSync(file, text);
  else if (fs.readFileSync(file, 'utf8') !== text) throw new Refusal(`${FILE} is out of date: run npm run documents.`);
});
