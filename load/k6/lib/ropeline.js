// Shared by the scenarios. `npm run k6` sets the environment;
// by hand: k6 run -e URL=… -e SLUG=… -e TICKET_TYPE=… load/k6/purchase.js
import { check, sleep } from 'k6';
import http from 'k6/http';

export const url = __ENV.URL || 'http://127.0.0.1:3000';
export const slug = __ENV.SLUG;
export const ticketType = __ENV.TICKET_TYPE;
const scale = Number(__ENV.SCALE || 1);

/** Sizes suit two processors shared with k6; SCALE multiplies them. */
export const scaled = (count) => Math.max(1, Math.round(count * scale));

const json = { 'content-type': 'application/json' };

export function post(path, body, headers = {}, name = path) {
  const address = path.startsWith('http') ? path : `${url}${path}`;
  return http.post(address, JSON.stringify(body), { headers: { ...json, ...headers }, tags: { name } });
}

export function get(path, headers = {}, name = path) {
  return http.get(`${url}${path}`, { headers, tags: { name } });
}

/** Clears k6's cookies, so that every join is a new fan with a new place. */
export function join() {
  http.cookieJar().clear(url);
  const answer = post(`/v1/sales/${slug}/places`, {}, {}, 'join');
  check(answer, { 'a place is given': ({ status }) => status === 201 });
  return answer.status === 201 ? answer.json() : null;
}

/** Claims once a second until the fan is called. Returns the pass, or null. */
export function claim(place, seconds = 60) {
  for (let tried = 0; tried < seconds; tried += 1) {
    const answer = http.post(`${url}/v1/place/admission`, '{}', {
      headers: { ...json, authorization: `Place ${place.placeToken}` },
      tags: { name: 'claim' },
      responseCallback: http.expectedStatuses(200, 409, 429),
    });
    if (answer.status === 200) return answer.json('pass');
    sleep(1.1);
  }
  return null;
}
