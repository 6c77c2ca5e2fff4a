// Copies to dist what tsc does not: src/**/*.lua, folders kept, and the API document that nodes of single roles serve.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './lib/run.mjs';

const isWanted = (file) => fs.statSync(file).isDirectory() || file.endsWith('.lua');

for (const room of fs.readdirSync(path.join(ROOT, 'src'))) {
  const from = path.join(ROOT, 'src', room, 'lua');
  if (!fs.existsSync(from)) continue;
  const to = path.join(ROOT, 'dist', 'src', room, 'lua');
  fs.rmSync(to, { recursive: true, force: true }); // removes scripts deleted from the source
  fs.cpSync(from, to, { recursive: true, filter: isWanted });
}
const DOCUMENT = path.join('docs', 'api', 'openapi.json');
fs.cpSync(path.join(ROOT, DOCUMENT), path.join(ROOT, 'dist', DOCUMENT));
