import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger as PinoLogger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import type { Config } from './platform/config/config.js';
import { serveApiDocument } from './platform/openapi/api-document.js';
import { CacheInterceptor } from './platform/http/cache.interceptor.js';
import { readableAddress, refuseUnreadableBodies } from './platform/http/readable-requests.js';
import { addSecurityHeaders } from './platform/http/security-headers.js';
import { PagesService, webFolder } from './platform/pages/pages.service.js';
import { ProblemFilter } from './platform/problem/problem.filter.js';
import { validationPipe } from './platform/problem/validation.js';
import { RedisService } from './platform/redis/redis.service.js';

const BODY_LIMIT = 64 * 1024;
/** A request that dribbles in slower than this is a slow loris. */
const REQUEST_TIMEOUT_MS = 15_000;
/** Below the time of the whole request: Node takes the longer of the two for the body. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How often Node looks for requests that are too slow. */
const SLOW_CHECK_MS = 5_000;
const KEEP_ALIVE_MS = 65_000; // longer than a load balancer's, so that it never writes into a closing connection
const STORES_WAIT_MS = 15_000;
const HASHED_ASSETS_SECONDS = 31_536_000;

/** Builds the node of this configuration, ready to listen: the same for main.ts and for tests. */
export async function createApp(config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: SLOW_CHECK_MS },
    keepAliveTimeout: KEEP_ALIVE_MS,
    genReqId: () => randomUUID(),
    // addresses are read by platform/http/network.ts, which believes only named proxies
    trustProxy: false,
    rewriteUrl: ({ url = '/' }) => readableAddress(url),
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true, maxParamLength: 512 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    rawBody: true,
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(PinoLogger));
  const fastify = adapter.getInstance();
  await app.register(fastifyCookie);
  addSecurityHeaders(fastify, config);
  refuseUnreadableBodies(fastify);
  await serveAssets(app);
  app.useGlobalPipes(validationPipe());
  const missing = { title: 'Not found', data: { page: 'missing', demo: config.mode === 'demo' } };
  const missingPage = webFolder() === null ? null : () => app.get(PagesService).render('fan', missing);
  app.useGlobalFilters(new ProblemFilter(missingPage));
  app.useGlobalInterceptors(new CacheInterceptor(app.get(Reflector)));
  serveApiDocument(app, config.publicUrl);
  try {
    const redis = app.get(RedisService);
    await redis.whenReady(STORES_WAIT_MS);
    if (config.mode === 'production') await redis.refuseEviction();
  } catch (error) {
    await app.close(); // a node that cannot start keeps no connection
    throw error;
  }
  return app;
}

/** Files whose names carry the hash of their content: a browser or a CDN keeps them for good. */
async function serveAssets(app: NestFastifyApplication): Promise<void> {
  const root = webFolder();
  if (root === null) return;
  await app.register(fastifyStatic, {
    root,
    prefix: '/assets/',
    maxAge: HASHED_ASSETS_SECONDS * 1000,
    immutable: true,
    index: false,
    decorateReply: false,
    allowedPath: (path) => !path.endsWith('.html') && !path.includes('/.'),
  });
}
