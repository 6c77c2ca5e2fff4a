import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Prisma } from '../../generated/prisma/client.js';
import { authorizeOrder, authorizeOrders } from '../facts/authorize.sql.js';
import { endWaiting, sellWaiting } from '../attention/attention.sql.js';
import { applyRefunds } from '../refunds/refunds.sql.js';
import * as endings from '../facts/endings.sql.js';
import * as paying from '../facts/paying.sql.js';
import { mayMove, openSteps, type OrderStep, orderSteps, sourcesOf } from './order.state.js';

const sale = { orderId: 'ord_1', attempt: 1 };
/** Every statement that changes the state of an order. */
const statements: Record<string, Prisma.Sql> = {
  authorize: authorizeOrder({ ...sale, alreadyCaptured: false }),
  authorizeCaptured: authorizeOrder({ ...sale, alreadyCaptured: true }),
  authorizeBatch: authorizeOrders([], 0),
  payOrder: paying.payOrder('ord_1', 1),
  payBatch: paying.payOrders([]),
  voidPending: endings.voidPending('ord_1', 1, 'sold_meanwhile'),
  voidAuthorized: endings.voidAuthorized('ord_1', 1, 'capture_refused'),
  startCancel: endings.startCancel('ord_1', 'declined'),
  startCancelDue: endings.startCancelDue('sale_1', 1, 1),
  endUnaskedExpired: endings.endUnasked('ord_1', 'expired', 'expired', 'release'),
  endUnaskedCanceled: endings.endUnasked('ord_1', 'canceled', 'canceled_by_fan', 'reactivate'),
  endCanceled: endings.endCanceled('ord_1', 1),
  endVoidedByRefund: endings.endVoidedByRefund('ord_1', 1),
  voidUnsold: endings.voidUnsold('ord_1', 1, 'sold_meanwhile'),
  applyRefunds: applyRefunds('ord_1'),
  endWaiting: endWaiting('ord_1', null),
  sellWaiting: sellWaiting('ord_1', null),
  cancelExternal: endings.cancelExternal('ord_1', 'canceled_by_partner'),
  moveToAttention: endings.moveToAttention('ord_1'),
};

const stepsIn = (text: string): OrderStep[] => orderSteps.filter((step) => text.includes(`'${step}'`));

/** Parses the transitions of a statement: sources from its WHERE (or CASE), targets from its SET. */
function movesOf(statement: Prisma.Sql): { from: OrderStep[]; to: OrderStep[] } {
  const text = statement.text.replace(/\$(\d+)/g, (_all, n: string) => {
    const value = statement.values[Number(n) - 1];
    return typeof value === 'string' ? `'${value}'` : String(value);
  });
  const [, set = '', where = ''] = /UPDATE orders(?: o)? SET (.*?)\bWHERE (.*?) RETURNING/s.exec(text) ?? [];
  const [, written = ''] = /\bstate = (CASE .*? END|'\w+')/s.exec(set) ?? [];
  const to = stepsIn([...written.matchAll(/(?:THEN|ELSE|^) ?('\w+')/g)].map((match) => match[1]).join(' '));
  const asked = /\bstate (?:= '\w+'|IN \([^)]*\))/s;
  return { from: stepsIn((asked.exec(where) ?? asked.exec(written))?.[0] ?? ''), to };
}

describe('the statements that move an order', () => {
  const moves = Object.entries(statements).flatMap(([name, statement]) => {
    const { from, to } = movesOf(statement);
    return from.flatMap((source) => to.map((target) => ({ name, source, target })));
  });
  // an order is never voided because it expired
  const real = moves.filter(({ source, target }) => !(source === 'voiding' && target === 'expired'));

  it.each(Object.keys(statements))('%s can be read', (name) => {
    expect(moves.filter((move) => move.name === name)).not.toEqual([]);
  });

  it('make only the moves that the table allows', () => {
    expect(real.filter(({ source, target }) => !mayMove(source, target))).toEqual([]);
  });

  it.each(orderSteps.filter((step) => step !== 'pending'))('lead to %s from everywhere that the table says', (step) => {
    const sources = new Set(real.filter(({ target }) => target === step).map(({ source }) => source));
    expect([...sources].sort()).toEqual(sourcesOf(step).sort());
  });

  it('are guarded by the same lists in the migration', () => {
    const guards = readFileSync('prisma/migrations/20261123050500_checkout_guards/migration.sql', 'utf8');
    const known = /orders_state_known" CHECK \("state" IN\s*\(([^)]*)\)/.exec(guards)?.[1] ?? '';
    expect([...known.matchAll(/'(\w+)'/g)].map((match) => match[1]).sort()).toEqual([...orderSteps].sort());
    const open = /orders_one_open".*WHERE "state" IN \(([^)]*)\)/.exec(guards)?.[1] ?? '';
    expect([...open.matchAll(/'(\w+)'/g)].map((match) => match[1]).sort()).toEqual([...openSteps].sort());
  });
});
