import { describe, expect, it } from '@jest/globals';
import { attentionVerbs } from '../../contract/staff/attention-verbs.js';
import {
  type AttentionOrder,
  type AttentionKind,
  attentionKinds,
  finalVerbs,
  kindOf,
  verbsFor,
} from './attention.rules.js';

const kinds = Object.keys(attentionKinds) as AttentionKind[];
const order = (change: Partial<AttentionOrder> = {}): AttentionOrder => ({
  ...{ state: 'paid', captured: true, leftMinor: 9_000, liveTickets: 2, heldTickets: 0, warnedOnly: false },
  ...change,
});
const waiting = (change: Partial<AttentionOrder> = {}) =>
  order({ state: 'needs_attention', liveTickets: 0, ...change });

describe('an item that needs a person', () => {
  it('has a next step and known verbs, whatever its kind', () => {
    for (const kind of kinds) {
      const { nextStep, verbs } = kindOf(kind);
      expect([kind, nextStep.length > 10, verbs.length > 0]).toEqual([kind, true, true]);
      for (const verb of verbs) expect(attentionVerbs).toContain(verb);
    }
    expect(kindOf('from_a_newer_version').verbs).toEqual(['keep']);
  });

  it.each<[AttentionKind, readonly string[]]>([
    ['amount_mismatch', ['cancel', 'give_back', 'keep']],
    ['canceled_after_capture', ['void', 'give_back', 'keep']],
    ['captured_without_sale', ['give_back', 'keep']],
    ['unexpected_capture_refused', ['void', 'keep']],
    ['canceled_after_paid', ['void', 'keep']],
    ['refund_refused', ['retry', 'paid_back', 'keep']],
    ['refund_failed', ['retry', 'paid_back', 'keep']],
    ['fraud_warning', ['give_back', 'void', 'reinstate', 'keep']],
    ['disputed', ['void', 'reinstate', 'keep']],
    ['dispute_lost', ['void', 'reinstate', 'keep']],
    ['rebuild_conflict', ['give_back', 'keep']],
    ['conservation', ['release', 'keep']],
    ['stuck_order', ['retry', 'give_back', 'paid_back', 'keep']],
    ['stuck_wish', ['retry', 'keep']],
    ['stuck_fact', ['retry', 'keep']],
    ['stuck_event', ['retry', 'keep']],
    ['stuck_refund', ['retry', 'keep']],
    ['stuck_stray', ['retry', 'keep']],
    ['stuck_return', ['retry', 'keep']],
    ['quarantine', ['adopt', 'refund', 'release']],
  ])('offers for %s only %s', (kind, verbs) => {
    expect(kindOf(kind).verbs).toEqual(verbs);
  });

  it('can always be ended: something applies to every order that it may be about', () => {
    const states = [order(), order({ leftMinor: 0, liveTickets: 0 }), order({ state: 'expired', captured: false })];
    for (const kind of kinds) for (const about of [...states, null]) expect(verbsFor(kind, about)).not.toEqual([]);
    for (const kind of ['amount_mismatch', 'intent_missing', 'captured_in_attention'])
      for (const captured of [true, false]) expect(verbsFor(kind, waiting({ captured }))).not.toEqual([]);
  });

  it('about an order that waits is canceled before its money came, and given back or kept after', () => {
    expect(verbsFor('amount_mismatch', waiting({ captured: false }))).toEqual(['cancel']);
    expect(verbsFor('amount_mismatch', waiting())).toEqual(['give_back', 'keep']);
    expect(verbsFor('amount_mismatch', waiting({ leftMinor: 0 }))).toEqual(['keep']);
    expect(verbsFor('amount_mismatch', order({ captured: false }))).toEqual(['keep']);
  });

  it('voids only live tickets of a paid order', () => {
    expect(verbsFor('disputed', order())).toEqual(['void', 'keep']);
    expect(verbsFor('disputed', order({ liveTickets: 0 }))).toEqual(['keep']);
    expect(verbsFor('disputed', order({ state: 'refunded' }))).toEqual(['keep']);
  });

  it('lets only held tickets of a paid order count again', () => {
    const held = { heldTickets: 1 };
    for (const kind of ['disputed', 'dispute_lost'])
      expect(verbsFor(kind, order(held))).toEqual(['void', 'reinstate', 'keep']);
    expect(verbsFor('fraud_warning', order(held))).toEqual(['give_back', 'void', 'reinstate', 'keep']);
    expect(verbsFor('disputed', order({ ...held, state: 'refunded' }))).toEqual(['keep']);
    expect(verbsFor('dispute_lost', order({ liveTickets: 0 }))).toEqual(['keep']);
  });

  it('is not closed as it is while a warning alone holds tickets: nothing else would let them go', () => {
    const warned = { heldTickets: 1, warnedOnly: true };
    expect(verbsFor('fraud_warning', order(warned))).toEqual(['give_back', 'void', 'reinstate']);
    expect(verbsFor('fraud_warning', order({ ...warned, heldTickets: 0 }))).toEqual(['give_back', 'void', 'keep']);
    expect(verbsFor('fraud_warning', order({ ...warned, state: 'refunded', leftMinor: 0 }))).toEqual(['keep']);
    expect(verbsFor('disputed', order({ heldTickets: 1 }))).toContain('keep');
  });

  it('tries a refund again only while money is left, and a stuck row always', () => {
    expect(verbsFor('refund_refused', order())).toEqual(['retry', 'paid_back', 'keep']);
    expect(verbsFor('refund_refused', order({ leftMinor: 0 }))).toEqual(['keep']);
    expect(verbsFor('refund_refused', order({ captured: false }))).toEqual(['keep']);
    expect(verbsFor('stuck_wish', order({ captured: false, leftMinor: 0 }))).toEqual(['retry', 'keep']);
  });

  it('ends an order that is being voided and whose money does not go back, and no other that is stuck', () => {
    const stuck = (change: Partial<AttentionOrder>) => verbsFor('stuck_order', order(change));
    expect(stuck({ state: 'voiding' })).toEqual(['retry', 'give_back', 'paid_back', 'keep']);
    expect(stuck({ state: 'voiding', leftMinor: 0 })).toEqual(['retry', 'keep']);
    expect(stuck({ state: 'voiding', captured: false })).toEqual(['retry', 'keep']);
    expect(stuck({ state: 'authorized' })).toEqual(['retry', 'keep']);
  });

  it('of no order moves no order', () => {
    expect(verbsFor('amount_mismatch', null)).toEqual(['keep']);
    expect(verbsFor('disputed', null)).toEqual(['keep']);
    expect(verbsFor('refund_refused', null)).toEqual(['retry', 'keep']);
    expect(verbsFor('quarantine', null)).toEqual(['adopt', 'refund', 'release']);
    expect(verbsFor('conservation', null)).toEqual(['release', 'keep']);
  });

  it('needs a second person for what cannot be undone', () => {
    expect([...finalVerbs].sort()).toEqual([
      ...['cancel', 'give_back', 'open_without_beacon', 'paid_back'],
      ...['refund', 'release', 'void'],
    ]);
  });
});
