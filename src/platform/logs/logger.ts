import type { LoggerService } from '@nestjs/common';
import { Logger, PinoLogger } from 'nestjs-pino';
import type { Config } from '../config/config.js';

/**
 * JSON log lines by pino, as Nest's logger. LoggerModule is deliberately not used: its middleware builds two child
 * loggers and an async context per request, which cost half of a short request and serve no purpose here.
 */
export function loggerOf({ logLevel, nodeId }: Pick<Config, 'logLevel' | 'nodeId'>): LoggerService {
  const params = { pinoHttp: { level: logLevel, base: { node: nodeId } } };
  return new Logger(new PinoLogger(params), params);
}
