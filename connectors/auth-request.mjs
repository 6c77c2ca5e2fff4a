// Answers nginx's auth_request: 204 for a pass that is good now, else 401, or 503 while that cannot be told. See nginx.conf.
// usage: ROPELINE_ISSUER=https://tickets.example ROPELINE_SALE_ID=sale_… PORT=9400 node auth-request.mjs
import { createServer } from 'node:http';
import { createPassGate, passOf, statusOf } from './pass-gate.mjs';

export function authRequestServer(gate) {
  return createServer((request, response) => {
    const { authorization, cookie } = request.headers;
    gate
      .check(passOf(authorization, cookie))
      .then(statusOf, () => 503)
      .then((status) => response.writeHead(status, { 'cache-control': 'no-store' }).end());
  });
}

const { ROPELINE_ISSUER: issuer, ROPELINE_SALE_ID: saleId, PORT: port = '9400' } = process.env;
if (issuer && saleId) authRequestServer(createPassGate({ issuer, saleId })).listen(Number(port), '127.0.0.1');
