import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spans } from '../../../src/platform/tracing/spans.js';
import { sharedRedisUrl } from '../../support/services.js';
import { Shop } from '../checkout/shop.js';

interface SentSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number | string } }[];
}
interface Sent {
  resourceSpans: { resource: unknown; scopeSpans: { spans: SentSpan[] }[] }[];
}

const attribute = (span: SentSpan, name: string): unknown => {
  const value = span.attributes.find(({ key }) => key === name)?.value;
  return value?.stringValue ?? Number(value?.intValue);
};

/** Buys a ticket on a node that sends its traces to a small OTLP receiver. */
describe('traces', () => {
  let receiver: Server;
  const bodies: string[] = [];
  const keys: unknown[] = [];
  let sent: SentSpan[];
  let pass: string;

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (text: Buffer) => (body += text.toString()));
      request.on('end', () => {
        bodies.push(body);
        keys.push(request.headers['x-key'], request.url);
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { port } = receiver.address() as AddressInfo;
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=secret',
      OTEL_TRACES_SAMPLER_ARG: '1',
    };
    const shop = await Shop.open(await sharedRedisUrl(), { env });
    const sale = await shop.sale('traced', 10);
    const fan = await shop.fan('traced');
    ({ pass } = fan);
    const held = await fan.hold([{ ticketTypeId: sale.ticketTypes[0]?.id, quantity: 1 }]);
    const placed = await fan.order(held.body.id);
    await fan.confirm(placed.body);
    await shop.until(
      () => fan.read(placed.body),
      ({ body }) => body.state === 'paid',
    );
    await shop.close(); // sends the last ones
    sent = bodies.flatMap((body) =>
      (JSON.parse(body) as Sent).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    );
  }, 60_000);
  afterAll(async () => {
    await new Promise((resolve) => receiver.close(resolve));
  });

  /** The spans beneath the request of this route, whatever their depth. */
  const beneath = (route: string): SentSpan[] => {
    const root = sent.find(({ name }) => name === route);
    return sent.filter(({ traceId, spanId }) => traceId === root?.traceId && spanId !== root.spanId);
  };

  it('show each request of a purchase with its scripts and statements', () => {
    const hold = beneath('POST /v1/sales/:slug/holds');
    expect(hold.map((span) => attribute(span, 'db.operation.name'))).toContain('inventory/hold-stock');
    const order = beneath('POST /v1/orders');
    expect(order.map(({ name }) => name)).toEqual(expect.arrayContaining(['redis', 'postgres']));
    expect(order.some((span) => /insert into "?orders/i.test(String(attribute(span, 'db.query.text'))))).toBe(true);
    const root = sent.find(({ name }) => name === 'POST /v1/orders');
    expect(root && attribute(root, 'http.response.status_code')).toBe(201);
  });

  it('show the calls to the provider, which tasks make', () => {
    expect(sent.map(({ name }) => name)).toEqual(expect.arrayContaining(['stripe create', 'stripe capture']));
  });

  it('carry no token and nothing about a person, and go to the collector with its headers', () => {
    const everything = bodies.join('\n');
    for (const secret of [pass, 'fan@example.com', '127.0.0.1']) expect(everything).not.toContain(secret);
    expect(keys.slice(0, 2)).toEqual(['secret', '/v1/traces']);
  });

  it('are off again once the node has stopped', () => {
    expect(spans()).toBeNull();
  });
});
