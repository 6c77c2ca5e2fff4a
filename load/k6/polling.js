// Fans without a socket: poll the snapshot at its suggested interval, and their own place now and then.
import { check, sleep } from 'k6';
import { get, join, scaled, slug } from './lib/ropeline.js';

const PLACE_EVERY = 5;

export const options = {
  scenarios: { crowd: { executor: 'constant-vus', vus: scaled(200), duration: '20s' } },
  thresholds: {
    checks: ['rate>0.99'],
    http_req_failed: ['rate<0.01'],
    'http_req_duration{name:snapshot}': ['p(95)<500'],
    'http_req_duration{name:place}': ['p(95)<1000'],
  },
};

let place = null;

export default function poll() {
  place = place || join();
  const snapshot = get(`/v1/sales/${slug}/queue`, {}, 'snapshot');
  check(snapshot, { 'the snapshot is there': ({ status }) => status === 200 });
  if (place && __ITER % PLACE_EVERY === 0) {
    const own = get('/v1/place', { authorization: `Place ${place.placeToken}` }, 'place');
    check(own, { 'the place is kept': (answer) => answer.status === 200 && answer.json('number') === place.number });
  }
  const pause = snapshot.status === 200 ? snapshot.json('pollAfterMs') : 2000;
  sleep((pause / 1000) * (0.75 + Math.random() / 2));
}
