import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-version.mjs';
import { step } from './progress.mjs';
import { Refusal } from './refusal.mjs';

/** Describes a failure: one line where the reason is known, else the stack. */
export const explain = (error) => (error instanceof Refusal ? error.message : (error?.stack ?? String(error)));

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
