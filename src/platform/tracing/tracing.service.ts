import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { spans, useSpans } from './spans.js';

/** Loads OpenTelemetry if a collector is configured. Runs before anything that makes spans is constructed. */
export async function startTracing(config: Config): Promise<void> {
  if (config.tracing === null) return;
  const { otelSpans } = await import('./otel-spans.js');
  useSpans(otelSpans(config));
}

/** Sends the last spans when the node stops. */
@Injectable()
export class TracingService implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    const running = spans();
    useSpans(null);
    await running?.close();
  }
}
