import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 60_000;

export interface Running {
  name: string;
  child: ChildProcess;
  /** Content of the ready line. */
  readyLine: string;
  exited: Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts one of our programs and waits for its ready line. Its output goes to a file in `logFolder`. */
export async function startProgram(
  name: string,
  script: string,
  env: Record<string, string>,
  ready: RegExp,
  logFolder: string,
  processors?: string,
): Promise<Running> {
  const command = [...(processors === undefined ? [] : ['taskset', '-c', processors]), process.execPath, script];
  const child = spawn(command[0] ?? '', command.slice(1), {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(path.join(logFolder, `${name}.log`), { flags: 'a' });
  child.stderr.pipe(log, { end: false });
  child.stdout.pipe(log, { end: false });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // a run that dies must not leave its nodes behind
  const endWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  void exited.then(() => process.off('exit', endWithUs));
  const readyLine = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${name} was not ready in time; see ${logFolder}`)),
      READY_WITHIN_MS,
    );
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      seen = (seen + chunk.toString()).slice(-10_000);
      const match = ready.exec(seen);
      if (!match) return;
      clearTimeout(timer);
      resolve(match[0]);
    });
    void exited.then((code) =>
      reject(new Error(`${name} exited during startup with code ${String(code)}; see ${logFolder}`)),
    );
  });
  return { name, child, readyLine, exited, stop: () => stopChild(child, exited) };
}

async function stopChild(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(force);
}
