// A ticket shop with a lock per seat: Redlock around check and write. Correct only while no lock expires early.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import Redlock from 'redlock';

const { REDIS_URL = '' } = process.env;
const LOCK_MS = 2_000;
const HOLD_SECONDS = 480;
const redis = new Redis(REDIS_URL);
const redlock = new Redlock([redis], { retryCount: 10 });

async function hold(seats: number[], fan: string): Promise<boolean> {
  const names = seats.map((seat) => `shop:seat:${seat}`);
  const lock = await redlock.acquire(
    names.map((name) => `${name}:lock`),
    LOCK_MS,
  );
  try {
    const taken = await redis.mget(names);
    if (taken.some((holder) => holder !== null)) return false;
    await Promise.all(names.map((name) => redis.set(name, fan, 'EX', HOLD_SECONDS)));
    return true;
  } finally {
    await lock.release();
  }
}

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    const { seats, fan } = JSON.parse(body) as { seats: number[]; fan: string };
    hold(seats, fan)
      .then((held) => response.writeHead(held ? 201 : 409, { 'content-length': 0 }).end())
      .catch(() => response.writeHead(500, { 'content-length': 0 }).end());
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
