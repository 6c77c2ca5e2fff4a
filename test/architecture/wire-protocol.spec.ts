import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { socketEvents } from '../../src/contract/live/socket-events.js';

describe('docs/wire-protocol.md', () => {
  const page = readFileSync('docs/wire-protocol.md', 'utf8');

  it('has every socket event with its direction, and no other', () => {
    const rows = [...page.matchAll(/^\| `(\/\w+)` \| `(\w+)` \| to the (client|server) \|/gm)];
    const events = Object.entries(socketEvents).flatMap(([namespace, { server, client }]) => [
      ...Object.keys(server).map((event) => `${namespace} ${event} client`),
      ...Object.keys(client).map((event) => `${namespace} ${event} server`),
    ]);
    expect(rows.map(([, ...row]) => row.join(' ')).sort()).toEqual(events.sort());
  });
});
