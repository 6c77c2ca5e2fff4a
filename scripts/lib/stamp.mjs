import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './run.mjs';

const STAMPS = path.join(ROOT, 'dist', '.stamps');

function* filesUnder(entry, skip) {
  if (skip.test(entry) || !fs.existsSync(entry)) return;
  if (!fs.statSync(entry).isDirectory()) yield entry;
  else for (const name of fs.readdirSync(entry).sort()) yield* filesUnder(path.join(entry, name), skip);
}

/** Digests names and contents of files and folders; ignores times, which a checkout changes. */
export function digestOf(inputs, skip = /$^/) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const input of inputs)
    for (const file of filesUnder(path.join(ROOT, input), skip))
      hash.update(path.relative(ROOT, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const stampFile = (name) => path.join(STAMPS, name);

/**
 * Skips the work if it was done for the same inputs and its result still exists.
 * @param target `{ name, inputs, skip, output }`; paths are relative to the project
 */
export async function whenChanged({ name, inputs, skip, output }, work) {
  const digest = digestOf(inputs, skip);
  const file = stampFile(name);
  const done =
    fs.existsSync(file) && fs.readFileSync(file, 'utf8') === digest && fs.existsSync(path.join(ROOT, output));
  if (done) return;
  fs.rmSync(file, { force: true }); // interrupted work must be repeated
  await work();
  fs.mkdirSync(STAMPS, { recursive: true });
  fs.writeFileSync(file, digest);
}
