// Fans who join, are admitted, buy one ticket and wait for it.
import { check, sleep } from 'k6';
import { Counter, Trend } from 'k6/metrics';
import { claim, get, join, post, scaled, slug, ticketType } from './lib/ropeline.js';

const bought = new Counter('purchases');
const tookMs = new Trend('purchase_ms', true);

export const options = {
  scenarios: { buyers: { executor: 'constant-vus', vus: scaled(8), duration: '20s', gracefulStop: '40s' } },
  thresholds: {
    checks: ['rate>0.99'],
    http_req_failed: ['rate<0.01'],
    purchases: ['count>0'],
    purchase_ms: ['p(95)<10000'],
  },
};

const key = () => `k6-${__VU}-${__ITER}-${Date.now()}`.padEnd(24, '0');

export default function buy() {
  const place = join();
  const pass = place && claim(place);
  if (!check(pass, { 'the fan is let in': (given) => Boolean(given) })) return;
  const startedAt = Date.now();
  const headers = () => ({ authorization: `Bearer ${pass}`, 'idempotency-key': key() });
  const items = [{ ticketTypeId: ticketType, quantity: 1 }];
  const hold = post(`/v1/sales/${slug}/holds`, { items }, headers(), 'hold');
  if (!check(hold, { 'tickets are held': ({ status }) => status === 201 })) return;
  const buyer = { email: `k6-${__VU}@example.com`, name: 'K Six' };
  const order = post('/v1/orders', { holdId: hold.json('id'), buyer }, headers(), 'order');
  if (!check(order, { 'the order is taken': ({ status }) => status === 201 })) return;
  const paid = payAndWait(order.json());
  if (!check(paid, { 'the tickets are there': (it) => it !== null && it.tickets.length === 1 })) return;
  bought.add(1);
  tookMs.add(Date.now() - startedAt);
}

/** Confirms at the payment form, then polls about as often as a page without a socket. */
function payAndWait(order) {
  const owner = { authorization: `Order ${order.accessToken}` };
  let current = order;
  let confirmed = false;
  for (let looks = 0; looks < 40; looks += 1) {
    if (!confirmed && current.payment?.confirmUrl) {
      const { status } = post(current.payment.confirmUrl, { paymentMethod: 'pm_card_visa' }, {}, 'confirm');
      if (status !== 200) return null;
      confirmed = true;
    }
    sleep(0.7);
    current = get(`/v1/orders/${order.id}`, owner, 'read order').json();
    if (current.state === 'paid') return current;
  }
  return null;
}
