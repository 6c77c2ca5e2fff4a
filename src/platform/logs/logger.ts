import type { LoggerService } from '@nestjs/common';
import { Logger, PinoLogger } from 'nestjs-pino';
import type { Config } from '../config/config.js';

/**
 * JSON lines by pino, as Nest's logger. LoggerModule is left out on purpose: its middleware builds two child loggers and an
 * async context for every request, which cost half of a short request and are read by nobody.
 */
export function loggerOf({ logLevel, nodeId }: Pick<Config, 'logLevel' | 'nodeId'>): LoggerService {
  const params = { pinoHttp: { level: logLevel, base: { node: nodeId } } };
  return new Logger(new PinoLogger(params), params);
}
