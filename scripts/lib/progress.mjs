const SHOW_AFTER_MS = 1_000;
const PLAIN_EVERY_MS = 10_000;

const seconds = (since) => Math.round((Date.now() - since) / 1_000);

/**
 * Runs one step and shows it when it takes over a second, or at once if the work prints lines of its own: a counting
 * line on a terminal, plain lines elsewhere. On standard error: standard output belongs to results.
 * @param options.live false where the work itself writes to the terminal and prints its own last line
 */
export async function step(label, work, { live = true } = {}) {
  const since = Date.now();
  const terminal = live && process.stderr.isTTY;
  let shown = false;
  const show = () => {
    if (terminal) process.stderr.write(`\r\x1b[K${label} … ${seconds(since)} s`);
    else process.stderr.write(shown ? `${label} … ${seconds(since)} s\n` : `${label} …\n`);
    shown = true;
  };
  if (!live) show(); // before the lines of the work itself
  let timer = setTimeout(() => {
    if (live) show();
    timer = setInterval(show, terminal ? 1_000 : PLAIN_EVERY_MS);
  }, SHOW_AFTER_MS);
  let end = 'failed after';
  try {
    const result = await work();
    end = 'done in';
    return result;
  } finally {
    clearTimeout(timer); // also clears intervals
    if (shown && (live || end !== 'done in'))
      process.stderr.write(
        `${terminal ? '\r\x1b[K' : ''}${label}: ${end} ${((Date.now() - since) / 1_000).toFixed(1)} s\n`,
      );
  }
}
