import type { ErrorCode } from '../contract/errors.js';

/** What happened · whether place or money is affected · what to do next. */
export interface Refusal {
  what: string;
  safe: string;
  next: string;
}

/** By code; `AWAY` if there was no answer; `SHOW_CANCELED` of a closed sale whose show does not take place. Loaded after the first paint, because most fans never need one. */
export type Refusals = Partial<Record<ErrorCode | 'AWAY' | 'SHOW_CANCELED', Refusal>>;

export const refusals: Refusals = {
  AWAY: {
    what: 'We could not reach the box office.',
    safe: 'Nothing was taken from you: place, tickets and money are as they were.',
    next: 'Check your connection, then try again.',
  },
  CORE_AWAY: {
    what: 'We are reconnecting on our side.',
    safe: 'Nothing of yours is affected.',
    next: 'Try again in a moment.',
  },
  OVERLOADED: {
    what: 'We are very busy right now.',
    safe: 'Nothing of yours is affected.',
    next: 'Wait a few seconds, then try again.',
  },
  RATE_LIMITED: {
    what: 'Too many requests in a short time.',
    safe: 'Nothing of yours is affected.',
    next: 'Wait a few seconds, then try again.',
  },
  INTERNAL: {
    what: 'Something went wrong on our side.',
    safe: 'Nothing of yours is lost.',
    next: 'Try again in a moment.',
  },
  NOT_FOUND: {
    what: 'We can’t find this, or it isn’t available on this device.',
    safe: 'Nothing was taken from you.',
    next: 'Check the link, or open it on the device you bought with.',
  },
  NOT_SUPPORTED: {
    what: 'This box office does not support that yet.',
    safe: 'Nothing of yours is affected.',
    next: 'Carry on without it.',
  },
  VALIDATION_FAILED: {
    what: 'Something in the form isn’t right.',
    safe: 'Nothing was sent and nothing was paid.',
    next: 'Check the marked fields, then try again.',
  },
  SALE_NOT_OPEN: {
    what: 'The waiting room is not open yet.',
    safe: 'You’re not missing anything: arriving early is no advantage.',
    next: 'Come back when it opens. The time is on the sale page.',
  },
  SALE_PAUSED: {
    what: 'The sale is paused.',
    safe: 'Places in the line are kept. The sale continues from where it stopped.',
    next: 'Keep this page open, and try again when the sale continues.',
  },
  SHOW_CANCELED: {
    what: 'The show was canceled.',
    safe: 'Whoever paid here gets the money back, the way they paid.',
    next: 'You don’t need to do anything.',
  },
  SALE_CLOSED: {
    what: 'The sale is closed.',
    safe: 'No money was taken. Tickets you already paid for are yours.',
    next: 'See the sale page for other dates.',
  },
  PLACE_TOKEN_INVALID: {
    what: 'This place in line isn’t valid.',
    safe: 'Nothing was taken from you.',
    next: 'Take a place on this page.',
  },
  PLACE_TOKEN_REQUIRED: {
    what: 'This device has no place in this line.',
    safe: 'Nothing was taken from you.',
    next: 'Take a place on this page, or open it on the device you joined with.',
  },
  PLACE_EXPIRED: {
    what: 'Your turn has passed, and so has the time to come back.',
    safe: 'No money was taken.',
    next: 'You can take a new place at the end of the line.',
  },
  PLACE_DONE: {
    what: 'This place has been used.',
    safe: 'What you bought is yours.',
    next: 'If you bought nothing with it, you can take a new place at the end of the line.',
  },
  PLACE_LEFT: {
    what: 'You have left the line.',
    safe: 'No money was taken.',
    next: 'You can take a new place at the end of the line. Where a code is needed, it must be one that isn’t used up.',
  },
  LANE_UNKNOWN: {
    what: 'This sale has no such lane.',
    safe: 'Nothing of yours is affected.',
    next: 'Reload the page and choose again.',
  },
  JOINS_FROZEN: {
    what: 'Nobody can join the line right now.',
    safe: 'Places that were taken before are kept.',
    next: 'Try again in a few minutes.',
  },
  CHALLENGE_REQUIRED: {
    what: 'This sale checks that a person is joining, and the check was not done.',
    safe: 'No place was given and none was lost.',
    next: 'Try again. Your device does the check by itself.',
  },
  CHALLENGE_INVALID: {
    what: 'The check ran out, or your network changed while it was running.',
    safe: 'No place was given and none was lost.',
    next: 'Try again. Your device does the check once more.',
  },
  ACCESS_CODE_REQUIRED: {
    what: 'This line needs an access code.',
    safe: 'Nothing of yours is affected.',
    next: 'Enter your code, or join the general line.',
  },
  ACCESS_CODE_INVALID: {
    what: 'This access code doesn’t work here.',
    safe: 'No place was given and none was lost.',
    next: 'Check the code for typing errors. Each code works only as often as it was meant to.',
  },
  CARD_NOT_CHECKED: {
    what: 'Your card has not been checked yet, or the bank did not accept it.',
    safe: 'Nothing was charged, and no place was given or lost.',
    next: 'Check the card again, or use another one.',
  },
  PAYMENTS_AWAY: {
    what: 'Cards can’t be checked right now.',
    safe: 'Nothing was charged, and no place was given or lost.',
    next: 'Try again in a few seconds.',
  },
  TURN_TAKEN: {
    what: 'You have had your turn in this sale.',
    safe: 'What you bought is yours.',
    next: 'Each person gets one turn in this sale.',
  },
  PLACE_ELSEWHERE: {
    what: 'You stand in line for another show of this tour.',
    safe: 'That place is kept.',
    next: 'Leave the other line first if you would rather stand here.',
  },
  IDENTITY_REQUIRED: {
    what: 'This sale gives one place per person, so we need to know who you are.',
    safe: 'No place was given and none was lost.',
    next: 'Confirm your e-mail address or sign in, then join the line.',
  },
  IDENTITY_AWAY: {
    what: 'The promoter’s sign-in can’t be checked right now.',
    safe: 'No place was given and none was lost.',
    next: 'Try again in a few seconds. You don’t need to sign in again.',
  },
  IDENTITY_CODE_INVALID: {
    what: 'This code is incorrect or has expired.',
    safe: 'Nothing of yours is affected.',
    next: 'Check the newest e-mail from us, or ask for a new code.',
  },
  HANDOFF_INVALID: {
    what: 'This code has been used or has expired.',
    safe: 'Your place is kept where it was.',
    next: 'Make a new code on the other device.',
  },
  HANDOFF_CLOSED: {
    what: 'This place can’t be moved to another device.',
    safe: 'Your place is kept on this device.',
    next: 'Go on here.',
  },
  PLACE_SHOPPING: {
    what: 'You are shopping with this place.',
    safe: 'Your place and your tickets are safe.',
    next: 'Finish on the device that you are shopping on.',
  },
  GROUP_CLOSED: {
    what: 'Groups can be formed only before the sale opens.',
    safe: 'Nothing of yours is affected.',
    next: 'Take a place of your own.',
  },
  GROUP_FULL: {
    what: 'This group is full.',
    safe: 'Nothing of yours is affected.',
    next: 'Take a place of your own.',
  },
  GROUP_CODE_INVALID: {
    what: 'This group code isn’t valid here.',
    safe: 'Nothing of yours is affected.',
    next: 'Ask your friend for the link again, or take a place of your own.',
  },
  GROUP_SHOPPING: {
    what: 'Another member of your group is shopping.',
    safe: 'Your group’s place is kept.',
    next: 'Wait here. You can go in when they are done.',
  },
  PASS_IN_USE: {
    what: 'This admission was already used in another shop window.',
    safe: 'No money was taken.',
    next: 'Go on where you opened it first.',
  },
  STEP_UP_REQUIRED: {
    what: 'Your turn has come, and an e-mail address must be confirmed first.',
    safe: 'Your place is kept.',
    next: 'Enter your address on the line page, and then the code we send you.',
  },
  STEP_UP_USED: {
    what: 'This address has already opened the door for another place in this sale.',
    safe: 'Your place is kept for now.',
    next: 'Confirm another address of yours.',
  },
  STEP_UP_NOT_DUE: {
    what: 'This place no longer has to confirm an address.',
    safe: 'Your place is kept.',
    next: 'Go on waiting: you are called again.',
  },
  DEFER_LIMIT: {
    what: 'You can let others go first twice, for up to half an hour.',
    safe: 'Your place is kept.',
    next: 'Come when you are called, or leave the line.',
  },
  MAIL_STOPPED: {
    what: 'This address has asked for no e-mails about turns.',
    safe: 'Your place in line is as before.',
    next: 'Use another address, or keep this page open.',
  },
  PUSH_SERVICE_UNKNOWN: {
    what: 'This browser can’t be woken by us.',
    safe: 'Your place is kept.',
    next: 'Keep this page open to be called.',
  },
  PASS_REQUIRED: {
    what: 'You are not in the shop right now.',
    safe: 'We will look up your place.',
    next: 'Go back to the line. If it is still your turn, you go straight in.',
  },
  PASS_INVALID: {
    what: 'Your admission could not be read.',
    safe: 'We will look up your place.',
    next: 'Go back to the line. If it is still your turn, you go straight in.',
  },
  PASS_EXPIRED: {
    what: 'Your time to shop is over.',
    safe: 'No money was taken. An order you already placed is not affected.',
    next: 'You can take a new place at the end of the line.',
  },
  SOLD_OUT: {
    what: 'There aren’t that many tickets left here.',
    safe: 'No money was taken. Tickets you already hold stay yours.',
    next: 'Choose fewer, or another price. Tickets that others return appear here.',
  },
  SEATS_TAKEN: {
    what: 'One of these seats has just been taken.',
    safe: 'No money was taken, and your time is still running.',
    next: 'The map is now up to date. Choose other seats, or let us find the best ones together.',
  },
  LIMIT_EXCEEDED: {
    what: 'That is more than one person may buy, or more than fits into one order.',
    safe: 'No money was taken.',
    next: 'Choose fewer tickets.',
  },
  HOLDS_SPENT: {
    what: 'You have held and released tickets too often.',
    safe: 'No money was taken. Tickets you hold now stay yours until their time is up.',
    next: 'Pay for what you hold, or leave it to others.',
  },
  LINE_FIRST: {
    what: 'These tickets have just come back and are offered to the line first.',
    safe: 'Your choice is kept, and no money was taken.',
    next: 'If they are still there in 20 seconds, they are yours to take.',
  },
  COOLING_DOWN: {
    what: 'You held these tickets for as long as one person may.',
    safe: 'No money was taken. An order you already placed is not affected.',
    next: 'Try again in a few minutes, or choose another kind of ticket.',
  },
  QUANTITY_NOT_OFFERED: {
    what: 'These tickets are not sold in this number.',
    safe: 'No money was taken.',
    next: 'Choose a number that is offered for this ticket.',
  },
  AMOUNT_NOT_CHARGEABLE: {
    what: 'This amount cannot be charged in one order.',
    safe: 'No money was taken.',
    next: 'Choose fewer or more tickets, or leave the code out.',
  },
  PROMO_CODE_INVALID: {
    what: 'This code is not valid for these tickets.',
    safe: 'No money was taken, and your tickets stay held.',
    next: 'Check the spelling, or go on without a code.',
  },
  WALLET_OFF: {
    what: 'Tickets for this wallet are not offered here.',
    safe: 'Your tickets are valid as they are.',
    next: 'Keep this page, or save the PDF.',
  },
  TICKET_TYPE_UNKNOWN: {
    what: 'This ticket is no longer on sale.',
    safe: 'No money was taken.',
    next: 'Reload the page and choose again.',
  },
  SEAT_UNKNOWN: {
    what: 'This seat is not in this sale.',
    safe: 'No money was taken.',
    next: 'Reload the page and choose again.',
  },
  COMPANION_ONLY: {
    what: 'This seat is for the companion of a wheelchair user.',
    safe: 'No money was taken, and your time is still running.',
    next: 'Take it together with the wheelchair place beside it, or choose another seat.',
  },
  HOLD_EXPIRED: {
    what: 'The time to pay for these tickets ran out, and they went back on sale.',
    safe: 'No money was taken.',
    next: 'Choose again if you are still inside.',
  },
  HOLD_NOT_EXTENDABLE: {
    what: 'This deadline cannot be extended again.',
    safe: 'Your tickets stay held until then.',
    next: 'Pay before the time shown.',
  },
  PAYMENT_IN_PROGRESS: {
    what: 'A payment for these tickets is in progress.',
    safe: 'The tickets stay held for you.',
    next: 'Finish or cancel that order first.',
  },
  ORDER_OPEN: {
    what: 'You have another open order.',
    safe: 'Its tickets are held for you.',
    next: 'Pay it or cancel it first.',
  },
  TRANSFERS_OFF: {
    what: 'Tickets of this sale cannot be transferred.',
    safe: 'Your ticket is still yours and valid.',
    next: 'Ask the seller if you cannot go.',
  },
  TICKET_NOT_TRANSFERABLE: {
    what: 'This ticket cannot be transferred any more.',
    safe: 'Nothing has changed.',
    next: 'It is somebody else’s already, was used or refunded, or has changed hands too often.',
  },
  ORDER_STATE: {
    what: 'That is no longer possible for this order.',
    safe: 'This page shows its current state.',
    next: 'Reload the page.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    what: 'Your first request is still being processed.',
    safe: 'Nothing happens twice.',
    next: 'Wait a moment.',
  },
};
