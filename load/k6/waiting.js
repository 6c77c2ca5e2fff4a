// Fans who wait by socket: engine.io 4 and socket.io 5 framing over k6's WebSocket.
import { check } from 'k6';
import { Counter, Trend } from 'k6/metrics';
import { WebSocket } from 'k6/websockets';
import { join, scaled, url } from './lib/ropeline.js';

const WAIT_MS = 15_000;
const snapshots = new Counter('snapshots');
const firstSnapshotMs = new Trend('first_snapshot_ms', true);

export const options = {
  scenarios: { line: { executor: 'per-vu-iterations', vus: scaled(200), iterations: 1, maxDuration: '60s' } },
  thresholds: {
    checks: ['rate>0.99'],
    first_snapshot_ms: ['p(95)<2000'],
    snapshots: ['count>0'],
  },
};

export default function wait() {
  const place = join();
  if (!place) return;
  const startedAt = Date.now();
  let heard = 0;
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`);
  socket.onmessage = ({ data }) => {
    if (data === '2') socket.send('3');
    else if (data.startsWith('0')) socket.send(`40/queue,${JSON.stringify({ placeToken: place.placeToken })}`);
    else if (data.startsWith('44/queue')) socket.close();
    else if (data.startsWith('42/queue,["snapshot"')) {
      heard += 1;
      snapshots.add(1);
      if (heard === 1) firstSnapshotMs.add(Date.now() - startedAt);
    }
  };
  socket.onopen = () => setTimeout(() => socket.close(), WAIT_MS);
  socket.onclose = () => check(heard, { 'the line is heard': (count) => count > 0 });
}
