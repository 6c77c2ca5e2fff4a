import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import type { Spans } from './spans.js';
import { TracedRequests } from './traced-requests.js';

describe('requests with tracing on', () => {
  it('keep the short way unless they are chosen, and make a span if they are', async () => {
    const told: string[] = [];
    const choices = [false, true, false];
    const requests = new TracedRequests({
      samples: () => choices.shift() ?? false,
      open: (name: string) => ({ enter: <T>(work: () => T) => work(), end: () => told.push(name) }),
    } as unknown as Spans);
    const way = requests.before({
      serve: ({ url }, response) => {
        if (url !== '/short') return false;
        response.end('short');
        return true;
      },
    });
    const app = fastify({
      serverFactory: (router) =>
        createServer((request, response) => {
          if (!way.serve(request, response)) router(request, response);
        }),
    });
    requests.hook(app);
    for (const route of ['/short', '/long']) app.get(route, () => 'routed');
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const answers: string[] = [];
    for (const path of ['/short', '/short', '/long']) answers.push(await (await fetch(url + path)).text());
    await app.close();
    expect(answers).toEqual(['short', 'routed', 'routed']);
    expect(told).toEqual(['GET /short']);
  });
});
