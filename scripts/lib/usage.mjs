import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './run.mjs';

/** Returns a program's usage as its source has it, for people who ask before anything is built. */
export function usageIn(file) {
  const [, usage] = /^export const USAGE = `([^`$]*)`;$/m.exec(fs.readFileSync(path.join(ROOT, file), 'utf8')) ?? [];
  if (usage === undefined) throw new Error(`${file} has no USAGE in one piece`);
  return usage;
}
