// The minute of opening: arrivals by the clock, whether or not the server keeps up.
import { join, scaled } from './lib/ropeline.js';

export const options = {
  scenarios: {
    opening: {
      executor: 'ramping-arrival-rate',
      startRate: scaled(20),
      timeUnit: '1s',
      preAllocatedVUs: scaled(100),
      maxVUs: scaled(1000),
      stages: [
        { target: scaled(300), duration: '5s' },
        { target: scaled(300), duration: '10s' },
        { target: 0, duration: '5s' },
      ],
    },
  },
  thresholds: {
    checks: ['rate>0.99'],
    'http_req_duration{name:join}': ['p(95)<1000'],
    dropped_iterations: ['count<10'],
  },
};

export default function arrive() {
  join();
}
