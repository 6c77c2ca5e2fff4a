import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Processor time used so far, in milliseconds. */
export interface CpuReading {
  node: number;
  postgres: number;
  redis: number;
  simulator: number;
  /** The load client: this process. */
  client: number;
}
export interface CpuPids {
  node: number;
  postgres: number;
  redis: number;
  simulator: number;
}

/** Linux counts in hundredths of a second, whatever the kernel's own tick. */
const MS_PER_TICK = 10;

/** Processor time of a process from its /proc/<pid>/stat: its own, and with `children` that of ended children too. */
export function cpuMsOf(stat: string, children: boolean): number {
  // the name may hold spaces and brackets; what follows the last bracket is state, parent, …
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
  return (user + system + (children ? endedUser + endedSystem : 0)) * MS_PER_TICK;
}

/** The parent of a process from its /proc/<pid>/stat. */
export const parentOf = (stat: string): number => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);

const statOf = (pid: number | string): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return ''; // ended meanwhile
  }
};

/** A server with a process for each session: the living ones, and those that ended. */
function withChildren(pid: number): number {
  let total = cpuMsOf(statOf(pid), true);
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = statOf(entry);
    if (stat !== '' && parentOf(stat) === pid) total += cpuMsOf(stat, false);
  }
  return total;
}

/** Measures the processor time of everything that takes part. Only Linux tells it. */
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

  /** What the work used; null where it cannot be told. */
  async during<T>(work: () => Promise<T>): Promise<{ result: T; used: CpuReading | null; seconds: number }> {
    const startedAt = performance.now();
    const before = CpuMeter.supported ? this.read() : null;
    const result = await work();
    const after = before && this.read();
    const seconds = (performance.now() - startedAt) / 1000;
    return { result, used: before && after ? difference(after, before) : null, seconds };
  }

  /** What is used in a second while nobody does anything. */
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
/** The product's own share: the simulator and the client are not sold to anybody. */
export const productMs = ({ node, postgres, redis }: CpuReading): number => node + postgres + redis;
