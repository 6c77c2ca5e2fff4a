import { Logger } from '@nestjs/common';
import { context, diag, DiagLogLevel, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Config } from '../config/config.js';
import type { Attributes, OpenSpan, Spans } from './spans.js';

/** A collector that is away is logged this often. */
const WARN_EVERY_MS = 60_000;

/** Traces by OpenTelemetry, sent in batches to a collector. Incoming trace headers are ignored: anybody can send them. */
export function otelSpans({ nodeId, roles, tracing }: Pick<Config, 'nodeId' | 'roles' | 'tracing'>): Spans {
  if (tracing === null) throw new Error('tracing is not configured');
  const exporter = new OTLPTraceExporter({ url: `${tracing.endpoint}/v1/traces`, headers: { ...tracing.headers } });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'ropeline',
      'service.instance.id': nodeId,
      'ropeline.roles': [...roles].join(','),
    }),
    sampler: new AlwaysOnSampler(), // what begins here is sampled already
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  warnOfFailures();
  provider.register();
  const tracer = provider.getTracer('ropeline');
  // what is not sampled makes no span and no context, which would cost as much as a sampled request
  const samples = (): boolean => Math.random() < tracing.share;
  const calling: Spans['calling'] = async (name, attributes, call) => {
    const span = openSpan(tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }));
    try {
      const result = await span.enter(call);
      span.end();
      return result;
    } catch (error) {
      span.end({}, error);
      throw error;
    }
  };
  return {
    samples,
    open: (name, attributes) => openSpan(tracer.startSpan(name, { kind: SpanKind.SERVER, attributes, root: true })),
    within: async (name, attributes, call) =>
      trace.getActiveSpan() ? await calling(name, attributes, call) : await call(),
    calling: async (name, attributes, call) =>
      trace.getActiveSpan() || samples() ? await calling(name, attributes, call) : await call(),
    capture() {
      if (!trace.getActiveSpan()) return null;
      const active = context.active();
      return (work) => context.with(active, work);
    },
    async close() {
      await provider.shutdown().catch(() => undefined); // a collector that is away must not fail a stop
      context.disable();
      trace.disable();
      diag.disable();
    },
  };
}

function openSpan(span: Span): OpenSpan {
  return {
    end(attributes: Attributes = {}, error?: unknown) {
      span.setAttributes(attributes);
      // the name alone: messages may contain values
      if (error !== undefined)
        span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' });
      span.end();
    },
    enter: (work) => context.with(trace.setSpan(context.active(), span), work),
  };
}

function warnOfFailures(): void {
  const log = new Logger('Tracing');
  let warnedAt = -Infinity;
  const error = (message: string): void => {
    if (performance.now() - warnedAt < WARN_EVERY_MS) return;
    warnedAt = performance.now();
    log.warn(`traces could not be sent: ${message.slice(0, 200)}`);
  };
  const quiet = (): void => undefined;
  const logger = { error, warn: quiet, info: quiet, debug: quiet, verbose: quiet };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
}
