import { describe, expect, it } from '@jest/globals';
import { decideTransfer, type Holder, MAX_TRANSFERS, type TransferableTicket } from './transfer.rules.js';

const friend: Holder = { email: 'friend@example.com', name: 'A Friend' };
const other: Holder = { email: 'other@example.com', name: 'Another' };
const ticket = (more: Partial<TransferableTicket> = {}): TransferableTicket => ({
  ...{ holder: null, transfers: 0, passedOn: false, isValid: true, isAdmitted: false },
  ...more,
});

describe('decideTransfer', () => {
  it('lets whoever holds a ticket pass it on', () => {
    expect(decideTransfer(ticket(), 'buyer', friend)).toBe('transfer');
    expect(decideTransfer(ticket({ holder: friend, transfers: 1 }), 1, other)).toBe('transfer');
    expect(decideTransfer(ticket({ transfers: 2 }), 'buyer', friend)).toBe('transfer');
  });

  it('answers a repeated asking with what was done, and every other one of a former holder with a refusal', () => {
    const passedOn = ticket({ holder: friend, transfers: 1 });
    expect(decideTransfer(passedOn, 'buyer', { ...friend, email: 'Friend@Example.com' })).toBe('repeat');
    expect(decideTransfer(passedOn, 'buyer', other)).toBe('passed_on');
    expect(decideTransfer(passedOn, 'buyer', { ...friend, name: 'Else' })).toBe('passed_on');
    const again = ticket({ holder: other, transfers: 2, passedOn: true });
    expect(decideTransfer(again, 1, other)).toBe('repeat');
    expect(decideTransfer(again, 0, other)).toBe('passed_on');
    expect(decideTransfer(again, 'buyer', friend)).toBe('passed_on');
    expect(decideTransfer(again, 'buyer', other)).toBe('passed_on'); // whom a holder chose is not for the buyer to confirm
  });

  it('does nothing where the holder asks for what is, and refuses a holder whose ticket was taken back', () => {
    expect(decideTransfer(ticket({ holder: friend, transfers: 1 }), 1, friend)).toBe('repeat');
    expect(decideTransfer(ticket({ transfers: 2 }), 2, friend)).toBe('passed_on');
    expect(decideTransfer(ticket({ transfers: 2 }), 1, friend)).toBe('passed_on');
  });

  it('refuses a ticket that is void, used, or was passed on too often', () => {
    expect(decideTransfer(ticket({ isValid: false, isAdmitted: true }), 'buyer', friend)).toBe('not_valid');
    expect(decideTransfer(ticket({ isAdmitted: true }), 'buyer', friend)).toBe('admitted');
    expect(decideTransfer(ticket({ transfers: MAX_TRANSFERS - 1 }), 'buyer', friend)).toBe('transfer');
    expect(decideTransfer(ticket({ transfers: MAX_TRANSFERS }), 'buyer', friend)).toBe('too_often');
  });
});
