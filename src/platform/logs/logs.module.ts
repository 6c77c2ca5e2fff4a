import { type DynamicModule, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import type { Config } from '../config/config.js';

/** JSON lines by pino. Query strings, credentials and cookies never reach them. */
@Module({})
export class LogsModule {
  static with(config: Config): DynamicModule {
    return {
      module: LogsModule,
      imports: [
        LoggerModule.forRoot({
          forRoutes: ['{*splat}'],
          pinoHttp: {
            level: config.logLevel,
            autoLogging: false,
            quietReqLogger: true,
            redact: [
              'req.headers.authorization',
              'req.headers.cookie',
              'req.headers["stripe-signature"]',
              'res.headers["set-cookie"]',
            ],
            base: { node: config.nodeId },
            customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
            serializers: {
              req: (request: { id: unknown; method: string; url: string }) => ({
                id: request.id,
                method: request.method,
                url: request.url.split('?')[0],
              }),
            },
          },
        }),
      ],
    };
  }
}
