import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;
const SETTLE_MS = 1_500;
const CLOCK_TICK_MS = 10;
// SIGUSR2 collects garbage, so that memory readings do not depend on when the last collection ran
const COLLECT = 'data:text/javascript,process.on("SIGUSR2",()=>{gc();gc();})';

const pause = async (ms: number): Promise<void> => await new Promise((resolve) => setTimeout(resolve, ms));

/** A Node program whose CPU time and memory are read from /proc. Linux only. */
export class MeasuredProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly readyLine: string,
  ) {}

  static async start(script: string, env: Record<string, string>, ready: RegExp): Promise<MeasuredProcess> {
    const child = spawn(process.execPath, ['--expose-gc', '--import', COLLECT, script], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    process.once('exit', () => child.kill('SIGKILL'));
    const line = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${script} was not ready in time`)), READY_WITHIN_MS);
      let seen = '';
      child.stdout.on('data', (chunk: Buffer) => {
        seen = (seen + chunk.toString()).slice(-10_000);
        const match = ready.exec(seen);
        if (!match) return;
        clearTimeout(timer);
        resolve(match[0]);
      });
      child.once('exit', (code) => reject(new Error(`${script} exited during startup with code ${String(code)}`)));
    });
    return new MeasuredProcess(child, line);
  }

  /** Returns user plus system time so far. */
  cpuMs(): number {
    const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * CLOCK_TICK_MS;
  }

  /** Returns the CPU time of the work in ms, less what the idle process uses in the same time. */
  async cpuOf(idleShare: number, work: () => Promise<void>): Promise<{ cpuMs: number; elapsedMs: number }> {
    const [cpuBefore, began] = [this.cpuMs(), performance.now()];
    await work();
    const elapsedMs = performance.now() - began;
    return { cpuMs: this.cpuMs() - cpuBefore - idleShare * elapsedMs, elapsedMs };
  }

  /** Returns the share of a core used while idle. */
  async idleShare(ms: number): Promise<number> {
    const before = this.cpuMs();
    await pause(ms);
    return (this.cpuMs() - before) / ms;
  }

  /** Returns resident bytes after a garbage collection. */
  async residentBytes(): Promise<number> {
    await pause(SETTLE_MS);
    this.child.kill('SIGUSR2');
    await pause(SETTLE_MS);
    const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes) * 1_024;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    const force = setTimeout(() => this.child.kill('SIGKILL'), STOP_WITHIN_MS);
    await exited;
    clearTimeout(force);
  }
}
