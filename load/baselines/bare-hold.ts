// A bare node:http handler that only calls the hold script, with arguments recorded from the product: no pass, no
// validation, no rate limits.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';

const { REDIS_URL = '', RECORDED_HOLD = '' } = process.env;
const { command, args, seed } = JSON.parse(readFileSync(RECORDED_HOLD, 'utf8')) as {
  command: string;
  args: string[];
  seed: string;
};
const redis = new Redis(REDIS_URL);
let count = 0;

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    JSON.parse(body);
    count += 1;
    const own = `bare${count.toString(36)}`;
    void redis.call(command, ...args.map((arg) => arg.replaceAll(seed, own))).then((answer) => {
      const text = JSON.stringify(answer);
      const status = text.startsWith('["EACH",["HELD"') ? 201 : 409;
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.end(text);
    });
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
