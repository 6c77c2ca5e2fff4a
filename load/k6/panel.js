// A promoter with the control room open while fans arrive.
import { check, sleep } from 'k6';
import { get, join, scaled } from './lib/ropeline.js';

const saleId = __ENV.SALE_ID;
const staff = { authorization: `Bearer ${__ENV.ADMIN_KEY}` };

export const options = {
  scenarios: {
    promoters: { executor: 'constant-vus', exec: 'watch', vus: scaled(5), duration: '20s' },
    fans: {
      executor: 'constant-arrival-rate',
      exec: 'arrive',
      rate: scaled(20),
      timeUnit: '1s',
      duration: '20s',
      preAllocatedVUs: 50,
    },
  },
  thresholds: {
    checks: ['rate>0.99'],
    'http_req_duration{name:live}': ['p(95)<1000'],
    'http_req_duration{name:sales}': ['p(95)<1500'],
  },
};

export function watch() {
  const live = get(`/v1/admin/sales/${saleId}/live`, staff, 'live');
  check(live, {
    'live figures are there': ({ status }) => status === 200,
    'stock adds up': (answer) =>
      answer.status === 200 &&
      answer
        .json('stock')
        .every(({ capacity, free, held, sold, withdrawn }) => free + held + sold + withdrawn === capacity),
  });
  if (__ITER % 5 === 0)
    check(get('/v1/admin/sales', staff, 'sales'), { 'sales are listed': ({ status }) => status === 200 });
  sleep(1);
}

export function arrive() {
  join();
}
