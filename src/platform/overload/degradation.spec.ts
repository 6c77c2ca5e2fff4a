import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { Metrics } from '../metrics/metrics.js';
import { Degradation } from './degradation.js';
import { OverloadGate } from './overload.gate.js';
import { bounds } from './overload.policy.js';

Logger.overrideLogger(false); // the errors are intended

const CROWD = 100;

describe('a node under overload', () => {
  const metrics = new Metrics();
  const gate = new OverloadGate({ publicUrl: 'http://localhost' } as Config, metrics);
  const degradation = new Degradation(gate, metrics);
  let requestsOfTurn = CROWD;
  Object.defineProperty(gate.loop, 'requestsOfTurn', { get: () => requestsOfTurn });
  /** Lets seconds pass in each of which a request of the crowd finds the loop that slow. */
  function seconds(count: number, delayMs: number): void {
    gate.loop.note = () => delayMs;
    for (let second = 0; second < count; second += 1) {
      gate.accepts('exempt');
      degradation.look();
    }
  }

  it('stretches its cadence, then refuses new sockets, says so, and takes both back by itself', async () => {
    const metric = async () => /degradation_step(?:\{[^}]*\})? (\d)/.exec(await metrics.read())?.[1];
    expect([degradation.step, degradation.pushEveryMs, degradation.acceptsSocket()]).toEqual(['none', 0, true]);
    seconds(2, bounds.poll.loopDelayMs + 1);
    expect([degradation.step, degradation.isStretched, degradation.acceptsSocket()]).toEqual(['stretched', true, true]);
    expect(degradation.pushEveryMs).toBeGreaterThan(1_000);
    seconds(2, bounds.socket.loopDelayMs + 1);
    gate.loop.note = () => 0;
    expect([degradation.step, degradation.acceptsSocket(), await metric()]).toEqual(['no_new_sockets', false, '2']);
    seconds(20, 0);
    expect([degradation.step, degradation.acceptsSocket(), degradation.pushEveryMs]).toEqual(['none', true, 0]);
    expect(await metric()).toBe('0');
  });

  it('is as it was on a slow machine without a crowd', () => {
    requestsOfTurn = 3;
    seconds(10, 5_000);
    expect(degradation.report).toEqual({ step: 'none', shedding: [] });
  });
});
