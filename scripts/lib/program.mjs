import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-version.mjs';
import { step } from './progress.mjs';
import { Refusal, systemReason } from './refusal.mjs';

/** Describes a failure: one line where the reason is known, else the stack. */
export function explain(error) {
  if (error instanceof Refusal) return error.message;
  const reason = systemReason(error);
  if (reason !== null && error.path) return `${error.path}: ${reason}.`;
  return error?.stack ?? String(error);
}

/**
 * Common entry of every script: checks Node, installs modules, and reports failures plainly.
 * Only Node's own modules may be imported before it.
 */
export async function program(main) {
  try {
    requireNode();
    await ensureInstalled(step);
    await main({ step });
  } catch (error) {
    console.error(explain(error));
    process.exitCode = 1;
  }
}
