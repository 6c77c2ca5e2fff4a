import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** CPU time used so far, in milliseconds. */
export interface CpuReading {
  node: number;
  postgres: number;
  redis: number;
  simulator: number;
  /** The load client, which is this process. */
  client: number;
}
export interface CpuPids {
  node: number;
  postgres: number;
  redis: number;
  simulator: number;
}

/** Linux reports hundredths of a second (USER_HZ), whatever the kernel's own tick. */
const MS_PER_TICK = 10;

/** Returns a process's CPU time from its /proc/<pid>/stat; with `children`, including that of ended children. */
export function cpuMsOf(stat: string, children: boolean): number {
  // the name may contain spaces and brackets; after the last bracket come state, parent, …
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return (user + system + (children ? endedUser + endedSystem : 0)) * MS_PER_TICK;
}

/** Returns the parent's pid from /proc/<pid>/stat. */
export const parentOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);

const statOf = (pid: number | string): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return ''; // the process has ended
  }
};

/** For servers with a process per session: sums live and ended children. */
function withChildren(pid: number): number {
  let total = cpuMsOf(statOf(pid), true);
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = statOf(entry);
    if (stat !== '' && parentOf(stat) === pid) total += cpuMsOf(stat, false);
  }
  return total;
}

/** Measures the CPU time of every process involved. Linux only. */
export class CpuMeter {
  static readonly supported = process.platform === 'linux';

  constructor(private readonly pids: CpuPids) {}

  read(): CpuReading {
    const { user, system } = process.cpuUsage();
    return {
      node: cpuMsOf(statOf(this.pids.node), false),
      postgres: withChildren(this.pids.postgres),
      redis: cpuMsOf(statOf(this.pids.redis), true),
      simulator: cpuMsOf(statOf(this.pids.simulator), false),
      client: (user + system) / 1000,
    };
  }

  /** Returns the CPU time used by the work; null where unsupported. */
  async during<T>(work: () => Promise<T>): Promise<{ result: T; used: CpuReading | null; seconds: number }> {
    const startedAt = performance.now();
    const before = CpuMeter.supported ? this.read() : null;
    const result = await work();
    const after = before && this.read();
    const seconds = (performance.now() - startedAt) / 1000;
    return { result, used: before && after ? difference(after, before) : null, seconds };
  }

  /** Returns the CPU time per second while idle. */
  async idlePerSecond(seconds: number): Promise<CpuReading | null> {
    const { used, seconds: took } = await this.during(() => sleep(seconds * 1000));
    return used && scaled(used, 1 / took);
  }
}

const combine = (a: CpuReading, b: CpuReading, how: (x: number, y: number) => number): CpuReading => ({
  node: how(a.node, b.node),
  postgres: how(a.postgres, b.postgres),
  redis: how(a.redis, b.redis),
  simulator: how(a.simulator, b.simulator),
  client: how(a.client, b.client),
});

export const difference = (a: CpuReading, b: CpuReading): CpuReading => combine(a, b, (x, y) => Math.max(0, x - y));
export const scaled = (reading: CpuReading, factor: number): CpuReading => combine(reading, reading, (x) => x * factor);
/** The product's share: excludes the simulator and the client. */
export const productMs = ({ node, postgres, redis }: CpuReading): number => node + postgres + redis;
