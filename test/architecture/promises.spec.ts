import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { wordsIn } from '../../src/words/all.js';

const ROOT = path.join(__dirname, '../..');
/** Words by which a sentence says what will happen, or that something is kept or on. */
const PROMISING =
  /\b(we’ll|we will|will (be|get|disappear)|you’ll|automatically|by itself|without a connection|(sound|notifications) (is|are) on|stays? (on|held|yours|as)|(is|are|be) kept|kept for|(is|are) offered (to|in)|call(s)? you|e-mails? at most|nothing else|trying again|appears? here|as soon as|(is|are) safe|goes on|you get|gets (no|a)|have sent|don’t need to do|free again|(went|go) back (on sale|to))\b|^(Live|Up to date)$/i;

/** Which test sees to it that a promising sentence is true, by file and words of its title. */
const kept: Record<string, readonly string[]> = {
  'test/browser/fan.spec.ts: over a pause and a draw checked here': [
    'line.pausedText',
    'sale.paused',
    'refusals.SALE_PAUSED.safe',
  ],
  'test/browser/fan.spec.ts: find back by themselves': [
    ...['line.link.away', 'line.link.live', 'line.link.polling', 'line.stay', 'line.stale', 'common.broken.text'],
  ],
  'test/browser/fan.spec.ts: whoever sleeps through it is told how to come back': [
    ...['line.lapsedText', 'line.lapsedTextOpen', 'line.turnSafe', 'sale.called', 'server.turn.text'],
  ],
  'test/browser/fan.spec.ts: survive a second tab, Back, a declined card, and a page of the bank': [
    'inside.pay.redirect',
  ],
  'test/browser/fan.spec.ts: from a canceled one back to the basket': [
    'inside.pay.cancelHint',
    'refusals.PAYMENT_IN_PROGRESS.safe',
  ],
  'test/browser/fan.spec.ts: keep the basket over a reload and a change': ['inside.shop.changeHint'],
  'test/browser/fan-promises.spec.ts: only what was tried': [
    ...[
      'line.calls.soundOn',
      'line.calls.notifyOn',
      'line.calls.awake',
      'line.calls.wake',
      'refusals.PUSH_SERVICE_UNKNOWN.safe',
    ],
  ],
  'test/browser/fan-promises.spec.ts: by e-mail': ['line.calls.mailOn'],
  'test/browser/fan-promises.spec.ts: tries a press again': ['common.retrying', 'refusals.CHALLENGE_REQUIRED.next'],
  'test/browser/fan-promises.spec.ts: offered to whoever shops': [
    ...[
      'inside.shop.timeUpText',
      'refusals.HOLD_EXPIRED.what',
      'refusals.SOLD_OUT.next',
      'inside.order.states.expired.text',
    ],
  ],
  'test/browser/fan-states.spec.ts: go on by themselves': ['inside.pay.processing'],
  'test/browser/fan-promises.spec.ts: payment form appears': ['inside.pay.waitText'],
  'test/browser/fan-promises.spec.ts: goes in without another press': [
    ...[
      'line.atDoorText',
      'line.insistingText',
      'inside.shop.notInside.text',
      'refusals.PASS_REQUIRED.safe',
      'refusals.PASS_REQUIRED.next',
      'refusals.PASS_INVALID.safe',
      'refusals.PASS_INVALID.next',
    ],
  ],
  'test/browser/tickets.spec.ts: open again while nothing can be reached': [
    ...['inside.order.states.paid.text', 'inside.order.held.paid.text'],
  ],
  'test/browser/tickets.spec.ts: go to a friend by keyboard alone': ['inside.order.held.givenText'],
  'test/e2e/place-life.spec.ts: has one holder: the code works once': [
    ...['inside.placeEnd.movedText', 'refusals.HANDOFF_INVALID.safe', 'refusals.HANDOFF_CLOSED.safe'],
  ],
  'test/e2e/place-life.spec.ts: nor while its fan shops': ['refusals.PLACE_SHOPPING.safe'],
  'test/e2e/place-life.spec.ts: shares one number and one basket': [
    'inside.actions.groupText',
    'refusals.GROUP_SHOPPING.safe',
  ],
  'test/e2e/place-life.spec.ts: is twice the time to shop and to hold': ['inside.actions.extraText'],
  'test/integration/queue/place-life.spec.ts: is put off for all tokens and sockets': ['line.deferredText'],
  'test/integration/queue/place-life.spec.ts: is put off twice at most': ['refusals.DEFER_LIMIT.safe'],
  'test/integration/entry/step-up.spec.ts: keeps the place meanwhile': [
    ...['inside.stepUp.kept', 'inside.stepUp.sent', 'inside.stepUp.done'],
    ...['refusals.STEP_UP_REQUIRED.safe', 'refusals.STEP_UP_USED.safe'],
  ],
  'test/integration/entry/step-up.spec.ts: when the promoter turns the question off': ['refusals.STEP_UP_NOT_DUE.safe'],
  'test/integration/queue/line.spec.ts: keeps everybody’s time to come back': ['inside.draw.mismatchText'],
  'test/integration/queue/recovery.spec.ts: leaves a frozen draw waiting for its beacon': ['line.beaconText'],
  'test/integration/queue/push.spec.ts: mails a fan who asked for it: once when it is near': ['line.calls.mailHint'],
  'test/integration/queue/push.spec.ts: stops the mails to an address in every sale': [
    'server.mailStop.ask',
    'server.mailStop.stopped',
  ],
  'test/integration/entry/identity.spec.ts: lets nobody new in while it is frozen, keeps what was taken': [
    'refusals.JOINS_FROZEN.safe',
  ],
  'test/integration/entry/identity.spec.ts: refuse a second line until the first place is left': [
    'refusals.PLACE_ELSEWHERE.safe',
  ],
  'test/integration/sales/stock-and-beat.spec.ts: on sale again when something returns': [
    'sale.soldOut',
    'line.soldOutText',
  ],
  'test/integration/inventory/rests.spec.ts: is the line’s for twenty seconds': [
    'refusals.LINE_FIRST.what',
    'refusals.LINE_FIRST.safe',
  ],
  'test/integration/inventory/holds.spec.ts: changes no deadline when it is refused': [
    'refusals.HOLD_NOT_EXTENDABLE.safe',
    'refusals.HOLDS_SPENT.safe',
    'refusals.SOLD_OUT.safe',
  ],
  'test/integration/checkout/promo-codes.spec.ts: are refused by one answer': ['refusals.PROMO_CODE_INVALID.safe'],
  'test/integration/checkout/purchase.spec.ts: ends an order after five declined cards and frees its stock': [
    'inside.order.reasons.declined',
  ],
  'test/integration/checkout/attention.spec.ts: gives captured money back, or sells the order after all': [
    'inside.order.states.needs_attention.text',
    'inside.order.reasons.voided_by_staff',
  ],
  'test/integration/checkout/attention.spec.ts: lets no fan pay into it': ['inside.order.reasons.ended_by_staff'],
  'test/integration/checkout/authorize.spec.ts: refuses more than the capacity': [
    'inside.order.reasons.sold_meanwhile',
  ],
  'test/integration/checkout/show-cancellation.spec.ts: refunds each order once': [
    'inside.order.reasons.show_canceled',
    'refusals.SHOW_CANCELED.next',
  ],
  'test/integration/payments/wishes.spec.ts: is told as canceled when the provider refuses the amount': [
    'inside.order.reasons.intent_refused',
  ],
  'test/integration/inventory/holds.spec.ts: owns the units without a clock until it ends': [
    'server.plain.payElsewhere',
  ],
  'test/integration/checkout/order-mails.spec.ts: passes a ticket on to a friend': ['inside.order.transferText'],
  'test/integration/payments/wishes.spec.ts: is canceled after its authorization, and money never moved': [
    'inside.order.states.canceled.text',
  ],
};

/** Texts that sound like a promise and are none. */
const none = new Set(['line.readyCard', 'server.mail.why']);

type Sentence = (...args: number[]) => string;

function textsOf(words: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(words) as [string, unknown][])
    if (typeof value === 'object' && value !== null)
      for (const [key, text] of textsOf(value, `${prefix}${name}.`)) found.set(key, text);
    else
      found.set(`${prefix}${name}`, typeof value === 'function' ? String((value as Sentence)(2, 3, 4)) : String(value));
  return found;
}

describe('what the pages promise', () => {
  const texts = textsOf(wordsIn('en'));
  const promising = [...texts].filter(([, text]) => PROMISING.test(text)).map(([key]) => key);
  const claimed = Object.values(kept).flat();

  it('is each seen to by a test, and no test is named for what is promised no more', () => {
    expect(promising.filter((key) => !claimed.includes(key) && !none.has(key))).toEqual([]);
    expect(claimed.filter((key) => !promising.includes(key))).toEqual([]);
    expect(claimed).toEqual([...new Set(claimed)]);
  });

  it.each(Object.keys(kept))('is seen to by a test that is there: %s', (name) => {
    const at = name.indexOf(': ');
    const source = readFileSync(path.join(ROOT, name.slice(0, at)), 'utf8');
    const titles = [...source.matchAll(/\bit(?:\.each\([^)]*\))?\(\s*(['"`])(.*?)\1,/gs)].map(([, , title]) => title);
    expect(titles.filter((title) => title?.includes(name.slice(at + 2)))).toHaveLength(1);
  });
});
