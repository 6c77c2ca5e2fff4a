import { describe, expect, it } from '@jest/globals';
import type { QuarantineService } from '../quarantine/quarantine.service.js';
import type { StripeGateway } from '../stripe/stripe.gateway.js';
import type { RefundReconciler } from './refund-reconciler.js';
import { RefundHandler } from './refund.handler.js';
import type { LeasedRefund } from './refunds.repository.js';

const NOW = 100 * 3_600_000;
const refund: LeasedRefund = {
  ...{ id: 'ref_1', orderId: 'ord_1', attempt: 1, amountMinor: 500, intentId: 'pi_1', payment: 'captured' },
  ...{ tries: 1, keyRound: 1, askedAtMs: NOW },
};

/** Carries out a refund; returns which calls reached the provider. */
async function callsFor(changes: Partial<LeasedRefund>, { quarantined = false, isThere = false } = {}) {
  const calls: string[] = [];
  const value = { id: 're_1', intentId: 'pi_1', amountMinor: 500, good: true, refundId: 'ref_1' };
  const gateway = {
    keyOf: () => 'key',
    refundsOf: () => {
      calls.push('look');
      return Promise.resolve({ kind: 'ok', value: isThere ? [value] : [] });
    },
    refundIntent: () => {
      calls.push('refund');
      return Promise.resolve({ kind: 'ok', value });
    },
  } as unknown as StripeGateway;
  const done = () => Promise.resolve();
  const reconciler = { learn: done, settle: done } as unknown as RefundReconciler;
  const quarantine = { isActive: () => Promise.resolve(quarantined) } as unknown as QuarantineService;
  const handler = new RefundHandler(gateway, reconciler, { nowMs: () => NOW, monotonicMs: () => 0 }, quarantine);
  expect(await handler.carryOut({ ...refund, ...changes })).toBeNull();
  return calls;
}

describe('a refund', () => {
  it('is sent at once while its key is young and nothing was sent before', async () => {
    expect(await callsFor({})).toEqual(['refund']);
  });

  it('is looked for first after a try, with an old key, and while the database may be an older copy', async () => {
    expect(await callsFor({ tries: 2 })).toEqual(['look', 'refund']);
    expect(await callsFor({ askedAtMs: NOW - 21 * 3_600_000 })).toEqual(['look', 'refund']);
    expect(await callsFor({}, { quarantined: true })).toEqual(['look', 'refund']);
  });

  it('is not sent again where the copy that was restored does not know that it was', async () => {
    expect(await callsFor({ askedAtMs: NOW - 30 * 3_600_000 }, { isThere: true })).toEqual(['look']);
  });
});
