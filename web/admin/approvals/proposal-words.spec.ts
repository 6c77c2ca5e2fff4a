import { describe, expect, it } from '@jest/globals';
import type { ApprovalShape } from '../../../src/contract/staff/approval-shapes.js';
import { type Names, proposalWords } from './proposal-words.js';

const names: Names = {
  sale: { name: 'Club Night', currency: 'EUR', timeZone: 'Europe/Berlin' },
  order: { buyer: 'Ada', saleName: 'Club Night', currency: 'JPY', leftMinor: 9_000 },
  item: { label: 'A buyer disputes a payment', orderId: 'ord_01', facts: [{ label: 'Amount', text: '¥4,500' }] },
};
const none: Names = { sale: null, order: null, item: null };
const approval = (proposal: Record<string, unknown>, kind: ApprovalShape['kind'] = 'pause_sale'): ApprovalShape =>
  ({ kind, proposal }) as unknown as ApprovalShape;
const told = (proposal: Record<string, unknown>, of = names) => proposalWords(approval(proposal), of);
const wish = (proposal: Record<string, unknown>, of = names): string => told(proposal, of).wish;

/** One of each action, with ids that nobody should read. */
const ids = { saleId: 'sale_01', orderId: 'ord_01', itemId: 'att_01', batchId: 'bat_01', version: 'v_01' };
const actions = [
  ...['cancel_show', 'close_sale', 'close_earlier', 'open_sale', 'pause_sale', 'resume_sale', 'change_opening'],
  ...['change_stock', 'add_ticket_type', 'set_channels', 'change_joins', 'extend_deadlines', 'change_notice'],
  ...['void_codes', 'revoke_passes', 'change_policy', 'publish_report', 'refund', 'cancel_order', 'attention'],
  ...['open_without_beacon', 'settings', 'two_factor_roles'],
];

describe('the words of a proposal', () => {
  it.each(actions)('say %s by names, with no id and no code, also where the names cannot be read', (action) => {
    for (const known of [names, none]) {
      const { wish: said, means, facts } = told({ action, ...ids, minutes: 5, verb: 'void' }, known);
      const all = [said, means, ...facts.map(({ text }) => text)].join(' ');
      expect(all).not.toMatch(/_|[{}[\]]|undefined|null/);
      expect(said.length).toBeGreaterThan(10);
    }
  });
  it('name what they are about', () => {
    expect(wish({ action: 'pause_sale' })).toBe('pause “Club Night”');
    expect(wish({ action: 'extend_deadlines', minutes: 5 })).toBe('give everybody inside “Club Night” 5 minutes more');
    expect(wish({ action: 'extend_deadlines', minutes: 1 })).toContain(' 1 minute more');
    expect(wish({ action: 'change_policy' })).toBe('change the rules of admission of “Club Night”');
    const verb = 'void';
    expect(wish({ action: 'attention', verb })).toBe(
      'decide “A buyer disputes a payment” of the order of Ada for “Club Night”: void the tickets',
    );
    expect(wish({ action: 'attention', verb }, { ...names, order: null })).toContain('payment” of “Club Night”: void');
  });
  it('say money in the currency of the order', () => {
    expect(wish({ action: 'refund', amount: 4500 })).toBe('give back ¥4,500 of the order of Ada for “Club Night”');
    expect(wish({ action: 'refund', ticketIds: ['tk_1'] })).toContain('the money of 1 ticket of the order');
    expect(wish({ action: 'refund', amount: 4500, ticketIds: ['tk_1', 'tk_2'] })).toContain('¥4,500 for 2 tickets');
    expect(wish({ action: 'refund' })).toContain('give back all that is left');
  });
  it('say how much it is where the wish names no sum', () => {
    const left = { label: 'Left to give back', text: '¥9,000' };
    for (const proposal of [
      { action: 'refund' },
      { action: 'refund', ticketIds: ['tk_1'] },
      { action: 'cancel_order' },
    ])
      expect(told(proposal).facts).toEqual([left]);
    expect(told({ action: 'refund', amount: 4500 }).facts).toEqual([]);
    const amount = { label: 'Amount', text: '¥4,500' };
    expect(told({ action: 'attention', verb: 'give_back' }).facts).toEqual([left, amount, expect.anything()]);
    expect(told({ action: 'attention', verb: 'retry' }).facts).toEqual([amount, expect.anything()]);
  });
  it('say what a new ticket type costs and how many there are', () => {
    const input = { name: 'Box', price: 9_900, capacity: 1_200, maxPerFan: 2, min: 1, multiple: 2 };
    expect(told({ action: 'add_ticket_type', input })).toEqual({
      wish: 'sell “Box” in “Club Night”, too',
      means: 'Fans see it at once, at the end of the list.',
      facts: [
        { label: 'Price', text: '€99.00' },
        { label: 'How many', text: '1,200' },
        { label: 'At most for one fan', text: '2' },
        { label: 'In multiples of', text: '2' },
      ],
    });
  });
  it('say who reads a message, and what it is in other languages', () => {
    const input = { text: 'Late.', texts: { de: 'Um {time:2026-12-06T20:00Z}.' }, to: ['shop'] };
    expect(told({ action: 'change_notice', input }).facts).toEqual([
      { label: 'Who reads it', text: 'The shop' },
      { label: 'In German', text: '“Um Sun 6 Dec, 21:00.”' },
    ]);
    expect(told({ action: 'change_notice', input: { text: null } })).toEqual({
      wish: 'take the message of “Club Night” away',
      means: 'Within seconds it is on no page any more.',
      facts: [],
    });
  });
  it('say what is still asked for once less is', () => {
    const { facts } = told({ action: 'settings', kinds: ['refund'], refundFreeMinor: 49_950 });
    expect(facts).toEqual([
      { label: 'A second person is still needed for', text: 'Give money back' },
      { label: 'One person may give back in a day', text: '499.50' },
    ]);
    expect(told({ action: 'two_factor_roles', roles: [] }).facts).toEqual([
      { label: 'A second factor is still needed for', text: 'nothing' },
    ]);
  });
  it('fall back to its kind for what a newer server knows', () => {
    expect(proposalWords(approval({ action: 'new_thing' }, 'close_sale'), names).wish).toBe('close a sale for good');
  });
});
