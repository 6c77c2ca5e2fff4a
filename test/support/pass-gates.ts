import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { authRequestServer } from '../../connectors/auth-request.mjs';
import { passRequired } from '../../connectors/express.mjs';
import { createPassGate } from '../../connectors/pass-gate.mjs';
import worker from '../../connectors/worker.mjs';
import { findNginx, startNginx } from '../../scripts/lib/nginx.mjs';

export interface Gates {
  /** Each connector's verdict on a pass: 'in', or the status of its refusal. */
  answers(pass: string | null): Promise<Record<'express' | 'nginx' | 'worker', string>>;
  /** What a refused fan meets at nginx: its redirect; without an nginx on this machine, the answer that it would ask for. */
  refusedByNginx: string;
  close(): Promise<void>;
}

/** Starts connectors/nginx.conf as it is, before this shop and this server of `auth_request`. */
async function realNginx(shop: string, authRequest: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ropeline-gate-'));
  const locations = readFileSync('connectors/nginx.conf', 'utf8')
    .replace('http://127.0.0.1:9400', authRequest.replace(/\/$/, ''))
    .replace('http://shop', shop.replace(/\/$/, ''));
  const nginx = await startNginx(folder, (port) => `server { listen 127.0.0.1:${port};\n${locations} }`);
  return {
    url: `${nginx.url}/checkout/`,
    stop: async () => {
      await nginx.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Starts a third-party shop behind each connector. */
export async function openGates(issuer: string, saleId: string): Promise<Gates> {
  const gate = createPassGate({ issuer, saleId });
  const guard = passRequired(gate);
  const shop: RequestListener = (request, response) => guard(request, response, () => response.end('in'));
  const servers = [createServer(shop), authRequestServer(gate), createServer((_, response) => response.end('in'))];
  const [express = '', authRequest = '', origin = ''] = await Promise.all(servers.map(listening));
  const proxy = findNginx() === null ? null : await realNginx(origin, authRequest);
  const nginx = proxy?.url ?? authRequest;
  const env = { ROPELINE_ISSUER: issuer, ROPELINE_SALE_ID: saleId, LINE_URL: `${issuer}/s/x/line` };
  const verdictOf = async (answer: Response): Promise<string> =>
    answer.ok ? 'in' : `${answer.status}${answer.headers.has('location') ? ' to the line' : ''}`;
  return {
    async answers(pass) {
      const init = pass === null ? {} : { headers: { authorization: `Bearer ${pass}` } };
      const cookie = pass === null ? {} : { headers: { cookie: `a=b; ropeline_pass=${pass}` } };
      const [byExpress, byNginx, byWorker] = await Promise.all([
        fetch(express, init),
        fetch(nginx, { ...cookie, redirect: 'manual' }),
        worker.fetch(new Request(origin, init), env),
      ]);
      return {
        express: await verdictOf(byExpress),
        nginx: await verdictOf(byNginx),
        worker: await verdictOf(byWorker),
      };
    },
    refusedByNginx: proxy ? '302 to the line' : '401',
    async close() {
      await proxy?.stop();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
