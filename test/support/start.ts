import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;
const GONE_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 50;

export interface Start {
  readonly child: ChildProcess;
  /** Everything printed so far, on both streams. */
  output(): string;
  /** Resolves once `Ropeline is ready` was printed; rejects with the output if the process exits first. */
  ready(): Promise<void>;
  /** The exit code, or the signal that terminated it. */
  readonly ended: Promise<number | string | null>;
}

/** Runs what `npm start` runs, without any variable of our environment that Ropeline would read. */
export function start(env: Record<string, string>): Start {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|ROPELINE_)/.test(name)));
  const child = spawn(process.execPath, ['scripts/start.mjs'], { env: { ...inherited, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const ended = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const ready = async (): Promise<void> => {
    for (
      const until = Date.now() + READY_WITHIN_MS;
      !output.includes('Ropeline is ready');
      await sleep(LOOK_EVERY_MS)
    ) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`not ready:\n${output}`);
    }
  };
  return { child, output: () => output, ready, ended };
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // it has exited meanwhile, or may not be read
  }
};

/** Returns the command lines of running processes whose arguments or environment contain a text. Linux only. */
export function processesNaming(text: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .map((pid) => ({ command: read(`/proc/${pid}/cmdline`), environment: read(`/proc/${pid}/environ`) }))
    .filter(({ command, environment }) => command.includes(text) || environment.includes(text))
    .map(({ command }) => command);
}

/** Waits for those processes to exit. Returns the ones still running after a while; normally none. */
export async function leftOf(text: string): Promise<string[]> {
  for (const until = Date.now() + GONE_WITHIN_MS; Date.now() < until; await sleep(LOOK_EVERY_MS)) {
    if (processesNaming(text).length === 0) return [];
  }
  return processesNaming(text);
}
