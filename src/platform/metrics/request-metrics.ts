import type { FastifyInstance } from 'fastify';
import type { Counter, Histogram } from 'prom-client';
import { type FanCalls, servesFans } from './fan-calls.js';
import type { Metrics } from './metrics.js';

/** Label for requests without a route: their paths are arbitrary and must not become labels. */
const NO_ROUTE = 'none';
/** One series per route, method and status: exceeding this means that something is wrong. */
const MAX_SERIES = 2_000;

interface Series {
  /** Answers that were not told to the counter yet: that is done when it is read. */
  untold: number;
  isOfFans: boolean;
  count: Counter.Internal;
  seconds: Histogram.Internal<'method' | 'route'>;
}
interface Counters {
  ready: { readonly served: number };
  calls: FanCalls;
}

/** Counts and times one answer. */
export type MeasureAnswer = (method: string, route: string, status: number, tookMs: number) => void;

/**
 * Counts and times every answer of the router by method, route pattern and status.
 * @returns the same for answers of routes that pass no router
 */
export function measureRequests(fastify: FastifyInstance, metrics: Metrics, { ready, calls }: Counters): MeasureAnswer {
  measureReadyAnswers(metrics, ready);
  const answers = metrics.counter('http_requests_total', 'Requests answered by a route, by status', [
    'method',
    'route',
    'status',
  ]);
  const seconds = metrics.histogram('http_request_seconds', 'From the request’s head to the end of its answer', [
    'method',
    'route',
  ]);
  const known = new Map<string, Series>();
  const measure: MeasureAnswer = (method, route, statusCode, tookMs) => {
    const name = `${method} ${route} ${statusCode}`;
    let series = known.get(name);
    if (!series && known.size < MAX_SERIES) {
      series = {
        untold: 0,
        isOfFans: servesFans(route),
        count: answers.labels({ method, route, status: String(statusCode) }),
        seconds: seconds.labels({ method, route }),
      };
      known.set(name, series);
    }
    if (series) {
      series.untold += 1;
      series.seconds.observe(tookMs / 1_000);
    }
    if (series?.isOfFans ?? servesFans(route)) calls.note(statusCode);
  };
  metrics.onCollect(() => {
    for (const series of known.values()) {
      if (series.untold > 0) series.count.inc(series.untold);
      series.untold = 0;
    }
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    measure(request.method, request.routeOptions.url ?? NO_ROUTE, reply.statusCode, reply.elapsedTime);
    done();
  });
  return measure;
}

/** Cached answers pass no route; counting them must cost no more than an increment. */
function measureReadyAnswers(metrics: Metrics, ready: { readonly served: number }): void {
  const answers = metrics.counter('ready_answers_total', 'Requests answered from memory, before the router');
  let counted = 0;
  metrics.onCollect(() => {
    answers.inc(ready.served - counted);
    counted = ready.served;
  });
}
