import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authRequestServer } from '../../connectors/auth-request.mjs';
import { passRequired } from '../../connectors/express.mjs';
import { createPassGate } from '../../connectors/pass-gate.mjs';
import worker from '../../connectors/worker.mjs';

export interface Gates {
  /** Each connector's verdict on a pass: 'in', or the status of its refusal. */
  answers(pass: string | null): Promise<Record<'express' | 'nginx' | 'worker', string>>;
  close(): Promise<void>;
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
  const [express = '', nginx = '', origin = ''] = await Promise.all(servers.map(listening));
  const env = { ROPELINE_ISSUER: issuer, ROPELINE_SALE_ID: saleId, LINE_URL: `${issuer}/s/x/line` };
  const verdictOf = async (answer: Response): Promise<string> =>
    answer.ok ? 'in' : `${answer.status}${answer.headers.has('location') ? ' to the line' : ''}`;
  return {
    async answers(pass) {
      const init = pass === null ? {} : { headers: { authorization: `Bearer ${pass}` } };
      const cookie = pass === null ? {} : { headers: { cookie: `a=b; ropeline_pass=${pass}` } };
      const [byExpress, byNginx, byWorker] = await Promise.all([
        fetch(express, init),
        fetch(nginx, cookie),
        worker.fetch(new Request(origin, init), env),
      ]);
      return {
        express: await verdictOf(byExpress),
        nginx: await verdictOf(byNginx),
        worker: await verdictOf(byWorker),
      };
    },
    async close() {
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
