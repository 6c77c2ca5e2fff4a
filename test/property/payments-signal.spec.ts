import { describe, expect, it } from '@jest/globals';
import type { Standing } from '../../src/payments/quarantine/quarantine.service.js';
import { ReportTask } from '../../src/checkout/figures/report.task.js';
import {
  type AdmissionSignals,
  type CheckoutSignal,
  decideAdmission,
} from '../../src/queue/admission/admission.policy.js';

const policy = {
  ...{ cap: 200, perMinute: 600, graceSeconds: 15, claimMinutes: 10, shopMinutes: 10, holdMinutes: 8 },
  ...{ payMinutes: 10, idleMinutes: 3, groupMax: 4, handoff: 'once' as const, stepUp: 'observe' as const, ramp: null },
};
const lane = { key: 'general', weight: 1, arrivals: 10_000, serving: 100, ready: 600, window: 800, windowAtMs: 0 };
type Decision = { ratePerMinute: number; reason: string };

/** The checkout's report and the line's decision on it, second by second, by a given clock. */
class Night {
  payments: CheckoutSignal['payments'] = 'healthy';
  standing: Standing = 'none';
  shopAwayForMs = 0;
  nowMs = 0;
  private reported: CheckoutSignal | null = null;
  private rate: number | null = null;
  private readonly task: ReportTask;

  constructor() {
    const health = () => Promise.resolve({ state: this.payments, successRate: null, p95Ms: null });
    const given = {
      sales: { awake: () => [{ id: 'sale_1' }] },
      queue: {
        report: (_sale: string, _source: string, signal: CheckoutSignal) => {
          this.reported = signal;
          return Promise.resolve();
        },
      },
      payments: { health },
      repository: { counts: () => Promise.resolve([]) },
      clock: { nowMs: () => -3 * this.nowMs, monotonicMs: () => this.nowMs },
      quarantine: { standing: () => Promise.resolve(this.standing) },
      nodes: { awayMs: () => Promise.resolve(this.shopAwayForMs) },
    };
    const { sales, queue, payments, repository, clock, quarantine, nodes } = given;
    this.task = new ReportTask(
      ...([sales, queue, payments, repository, clock, quarantine, nodes] as unknown as ConstructorParameters<
        typeof ReportTask
      >),
    );
  }

  async second(): Promise<Decision> {
    await this.task.runOnce(new AbortController().signal);
    const signals: AdmissionSignals = {
      state: 'on_sale',
      ...{ drawnAtMs: 0, quietUntilMs: 0, nowMs: 60_000 + this.nowMs, elapsedMs: 1_000, active: 10, called: 5 },
      ...{ ratePerMinute: this.rate, lanes: [lane], stock: { free: 5_000, held: 20 }, checkout: this.reported },
    };
    const { ratePerMinute, reason } = decideAdmission(policy, signals);
    this.rate = ratePerMinute;
    this.nowMs += 1_000;
    return { ratePerMinute, reason };
  }

  async seconds(count: number): Promise<Decision[]> {
    const decisions: Decision[] = [];
    for (let second = 0; second < count; second += 1) decisions.push(await this.second());
    return decisions;
  }
}

describe('payments that nobody reports', () => {
  it.each(['unknown', 'down'] as const)(
    'slow the line at once, stop it after ten seconds of %s, and let it return by itself',
    async (payments) => {
      const night = new Night();
      expect(await night.second()).toEqual({ ratePerMinute: 600, reason: 'AT_RATE' });
      night.payments = payments;
      const troubled = await night.seconds(12);
      const rates = troubled.map(({ ratePerMinute }) => ratePerMinute);
      expect(rates[0]).toBeCloseTo(480, 0);
      expect(rates.slice(0, 10).every((rate) => rate > 0)).toBe(true);
      expect(rates.slice(10)).toEqual([0, 0]);
      expect(troubled[11]?.reason).toBe(payments === 'unknown' ? 'PAYMENTS_UNKNOWN' : 'PAYMENTS_DOWN');
      night.payments = 'healthy';
      const back = await night.seconds(26);
      expect(back[0]?.ratePerMinute).toBeGreaterThan(0);
      expect(back.at(-1)).toEqual({ ratePerMinute: 600, reason: 'AT_RATE' });
    },
  );

  it('tell of a shop that no node serves', async () => {
    const night = new Night();
    night.shopAwayForMs = 6_500;
    expect(await night.second()).toMatchObject({ reason: 'SHOP_AWAY' });
    night.shopAwayForMs = 10_000;
    expect(await night.second()).toEqual({ ratePerMinute: 0, reason: 'SHOP_AWAY' });
  });

  it('count the ten seconds anew after a second of health', async () => {
    const night = new Night();
    night.payments = 'unknown';
    await night.seconds(9);
    night.payments = 'healthy';
    await night.second();
    night.payments = 'unknown';
    const rates = (await night.seconds(11)).map(({ ratePerMinute }) => ratePerMinute);
    expect(rates.slice(0, 10).every((rate) => rate > 0)).toBe(true);
    expect(rates[10]).toBe(0);
  });

  it.each(['active', 'uncompared'] as const)('stop it at once while charges are %s', async (standing) => {
    const night = new Night();
    night.standing = standing;
    expect((await night.seconds(3)).map(({ ratePerMinute }) => ratePerMinute)).toEqual([0, 0, 0]);
    night.standing = 'none';
    expect((await night.second()).ratePerMinute).toBeGreaterThan(0);
  });
});
