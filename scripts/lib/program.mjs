import { ensureInstalled } from './install.mjs';
import { requireNode } from './node-version.mjs';
import { step } from './progress.mjs';
import { Refusal } from './refusal.mjs';

/** What failed, for a person: one line where the reason is known, the stack where it is not. */
export const explain = (error) => (error instanceof Refusal ? error.message : (error?.stack ?? String(error)));

/**
 * The beginning and the end of every script: the right Node, the node modules, and a failure told plainly.
 * Nothing but Node's own modules may be imported before it.
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
