import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Metrics } from '../metrics/metrics.js';
import { PeriodicTask } from './periodic-task.js';
import { TaskLags } from './task-lags.js';

Logger.overrideLogger(false); // the errors are intended

class Work extends PeriodicTask {
  readonly name = 'work';
  readonly everyMs = 60_000;
  rounds = 0;
  fails = false;
  constructor(lags: TaskLags) {
    super();
    this.lags = lags;
  }
  runOnce(): Promise<void> {
    this.rounds += 1;
    return this.fails ? Promise.reject(new Error('away')) : Promise.resolve();
  }
}

const valueOf = async (metrics: Metrics, name: string): Promise<number> => {
  await metrics.read();
  const metric = await metrics.registry.getSingleMetric(`ropeline_${name}`)?.get();
  return metric?.values[0]?.value ?? Number.NaN;
};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a periodic task', () => {
  it('tells how long ago it last succeeded, and counts its failures', async () => {
    const metrics = new Metrics();
    const work = new Work(new TaskLags(metrics));
    const now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
    work.start();
    await turn();
    now.mockReturnValue(4_000);
    expect(await valueOf(metrics, 'task_lag_seconds')).toBe(3);
    work.fails = true;
    work.wake();
    await turn();
    await turn();
    expect(work.rounds).toBe(2);
    expect(await valueOf(metrics, 'task_lag_seconds')).toBe(3);
    expect(await valueOf(metrics, 'task_failures_total')).toBe(1);
    await work.stop();
  });
});
