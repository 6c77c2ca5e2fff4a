import type { LoggerService } from '@nestjs/common';
import { Logger, PinoLogger } from 'nestjs-pino';
import type { DestinationStream } from 'pino';
import type { Config } from '../config/config.js';

/** Contexts of Nest's start-up messages: some sixty info lines that would bury ours. */
const FRAMEWORK = new Set<unknown>([
  'InstanceLoader',
  'NestApplication',
  'NestFactory',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);

class NodeLogger extends Logger {
  override log(message: unknown, ...more: unknown[]): void {
    if (FRAMEWORK.has(more.at(-1))) super.debug(message, ...more);
    else super.log(message, ...more);
  }
}

/**
 * JSON log lines by pino, as Nest's logger. LoggerModule is deliberately not used: its middleware builds two child
 * loggers and an async context per request, which cost half of a short request and serve no purpose here.
 * @param to default: standard output
 */
export function loggerOf(
  { logLevel, nodeId }: Pick<Config, 'logLevel' | 'nodeId'>,
  to?: DestinationStream,
): LoggerService {
  const options = { level: logLevel, base: { node: nodeId } };
  const params = { pinoHttp: to ? ([options, to] as [typeof options, DestinationStream]) : options };
  return new NodeLogger(new PinoLogger(params), params);
}
