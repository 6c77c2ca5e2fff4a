import { parseArgs } from 'node:util';
import { parseOrRefuse, WishError, wholeNumber } from '../cli/arguments.js';
import type { Call } from '../http/request.js';

export const USAGE = `usage: node dist/load/open-loop/main.js --url http://127.0.0.1:3000 --rate 2000 [options]
  Sends requests by the clock, without waiting for answers, and says how many were answered, refused, late or lost.
  --crowd <slug>         newcomers take places, the others poll (--join-share 20: per cent of newcomers)
  --path /… [--method POST --body '{…}' --header 'name: value' … --new]   one request, again and again
  --seconds 10           how long arrivals come
  --late-ms 1000         served after this is late
  --timeout-ms 10000     then a person gives up
  --connections 8000     the most open at once
  --json                 the figures as JSON`;

export interface OpenLoopWishes {
  url: string;
  rate: number;
  seconds: number;
  lateMs: number;
  timeoutMs: number;
  connections: number;
  json: boolean;
  what: { kind: 'crowd'; slug: string; joinShare: number } | { kind: 'call'; call: Call; isNew: boolean };
}

/** Parses the command line. Throws WishError with a one-line message. */
export function readOpenLoopWishes(args: readonly string[]): OpenLoopWishes {
  const { values } = parse(args);
  const number = (
    name: 'rate' | 'seconds' | 'late-ms' | 'timeout-ms' | 'connections' | 'join-share',
    fallback: number,
    max: number,
  ): number => wholeNumber(name, values[name], fallback, [name === 'join-share' ? 0 : 1, max]);
  const { url, crowd, path } = values;
  if (url === undefined || !URL.canParse(url))
    throw new WishError('--url takes an address such as http://127.0.0.1:3000');
  if (values.rate === undefined) throw new WishError('--rate takes the number of arrivals per second');
  if ((crowd === undefined) === (path === undefined)) throw new WishError('name one of --crowd <slug> and --path /…');
  const joinShare = number('join-share', 20, 100) / 100;
  return {
    url,
    rate: number('rate', 0, 200_000),
    seconds: number('seconds', 10, 3_600),
    lateMs: number('late-ms', 1_000, 600_000),
    timeoutMs: number('timeout-ms', 10_000, 600_000),
    connections: number('connections', 8_000, 60_000),
    json: values.json === true,
    what:
      crowd !== undefined
        ? { kind: 'crowd', slug: crowd, joinShare }
        : { kind: 'call', call: callOf(values), isNew: values.new === true },
  };
}

function callOf(values: ReturnType<typeof parse>['values']): Call {
  const { path = '/', method = 'GET', body, header = [] } = values;
  if (method !== 'GET' && method !== 'POST' && method !== 'PUT' && method !== 'PATCH' && method !== 'DELETE')
    throw new WishError('--method takes GET, POST, PUT, PATCH or DELETE');
  const headers = header.map((line): [string, string] => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new WishError(`--header takes 'name: value', not '${line}'`);
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const parsed: unknown = body === undefined ? undefined : parseOrRefuse(() => JSON.parse(body) as unknown);
  return { path, method, headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body: parsed }) };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  return parseOrRefuse(() =>
    parseArgs({
      args: [...args],
      options: {
        url: text,
        rate: text,
        seconds: text,
        crowd: text,
        'join-share': text,
        path: text,
        method: text,
        body: text,
        header: { type: 'string', multiple: true },
        new: flag,
        'late-ms': text,
        'timeout-ms': text,
        connections: text,
        json: flag,
      },
    }),
  );
}
