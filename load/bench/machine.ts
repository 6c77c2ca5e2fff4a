import { execFileSync } from 'node:child_process';
import os from 'node:os';

export interface Machine {
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  commit: string;
  /** One-minute load average before the bench; above a fraction of the cores the figures are unreliable. */
  loadBefore: number;
  at: string;
}

export function describeMachine(): Machine {
  const [first] = os.cpus();
  return {
    processor: first?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.version,
    commit: commit(),
    loadBefore: Math.round((os.loadavg()[0] ?? 0) * 100) / 100,
    at: new Date().toISOString(),
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

/** Returns the path of a program on PATH, or null. */
export function findProgram(name: string): string | null {
  try {
    return execFileSync('/bin/sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}
