import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { DestinationStream } from 'pino';
import { AppModule } from './app.module.js';
import { allRoles, type Config } from './platform/config/config.js';
import { serveApiDocument } from './platform/openapi/api-document.js';
import { Drain } from './platform/health/drain.js';
import { parseBodies } from './platform/http/bodies.js';
import { refuseByParser, refuseByRouter } from './platform/http/early-refusals.js';
import { Front } from './platform/http/front.js';
import { refuseInvalidKeys } from './platform/http/idempotency-key.js';
import { openHotDoors } from './platform/http/hot-doors.js';
import { takeLargeBodies } from './platform/http/large-bodies.js';
import { readableAddress, refuseUnreadableBodies } from './platform/http/readable-requests.js';
import { keepSharedAnswers, ReadyAnswers } from './platform/http/ready-answers.js';
import { requestIds } from './platform/http/request-id.js';
import { ShortWay } from './platform/http/short-way.js';
import { addSecurityHeaders, commonHeaders } from './platform/http/security-headers.js';
import { loggerOf } from './platform/logs/logger.js';
import { tellBuild } from './platform/metrics/build-info.js';
import { FanCalls } from './platform/metrics/fan-calls.js';
import { Metrics } from './platform/metrics/metrics.js';
import { measureRequests } from './platform/metrics/request-metrics.js';
import { OverloadGate } from './platform/overload/overload.gate.js';
import { PagesService, webFolder } from './platform/pages/pages.service.js';
import { ProblemFilter } from './platform/problem/problem.filter.js';
import { validationPipe } from './platform/problem/validation.js';
import { RedisService } from './platform/redis/redis.service.js';
import { StoreChecks } from './platform/stores/store-checks.js';
import { spans } from './platform/tracing/spans.js';
import { TracedRequests } from './platform/tracing/traced-requests.js';
import { startTracing } from './platform/tracing/tracing.service.js';

const BODY_LIMIT = 64 * 1024;
const STORES_WAIT_MS = 15_000;
const HASHED_ASSETS_SECONDS = 31_536_000;

/**
 * Builds the configured node, ready to listen; used by main.ts and tests alike.
 * @param logTo default: standard output
 */
export async function createApp(config: Config, logTo?: DestinationStream): Promise<NestFastifyApplication> {
  await startTracing(config);
  const front = new Front();
  const adapter = adapterOf(front);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(config), adapter, {
    bodyParser: false,
    logger: loggerOf(config, logTo),
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  tellBuild(app.get(Metrics), config);
  const measure = measureRequests(fastify, app.get(Metrics), {
    ready: app.get(ReadyAnswers),
    calls: app.get(FanCalls),
  });
  const tracing = spans();
  const traced = tracing && new TracedRequests(tracing);
  traced?.hook(fastify);
  parseBodies(fastify);
  addSecurityHeaders(fastify, config);
  keepSharedAnswers(fastify, app.get(ReadyAnswers));
  refuseUnreadableBodies(fastify);
  refuseInvalidKeys(fastify);
  await serveAssets(app);
  const problems = problemFilter(app, config);
  takeLargeBodies(fastify, (type) => app.get(type, { strict: false }), problems);
  const doors = openHotDoors(fastify, (type) => app.get<object>(type, { strict: false }), problems);
  const shortWay = new ShortWay({ problems, measure, headers: commonHeaders(config) });
  fastify.addHook('onReady', (done) => {
    shortWay.open(doors.short, doors.routes);
    done();
  });
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(problems);
  serveApiDocument(
    app,
    config.publicUrl,
    allRoles.every((role) => config.roles.has(role)),
  );
  front.open({
    answers: app.get(ReadyAnswers),
    gate: app.get(OverloadGate),
    drain: app.get(Drain),
    shortWay: traced?.before(shortWay) ?? shortWay,
  });
  try {
    const redis = app.get(RedisService);
    await redis.whenReady(STORES_WAIT_MS);
    await app.get(StoreChecks).check();
  } catch (error) {
    await app.close(); // a failed start leaves no open connections
    throw error;
  }
  return app;
}

function adapterOf(front: Front): FastifyAdapter {
  return new FastifyAdapter({
    serverFactory: front.serverOf,
    bodyLimit: BODY_LIMIT,
    genReqId: requestIds(),
    return503OnClosing: false, // Front responds in our own problem format
    // client addresses are resolved by platform/http/network.ts, which trusts only configured proxies
    trustProxy: false,
    frameworkErrors: refuseByRouter,
    clientErrorHandler: refuseByParser,
    rewriteUrl: ({ url = '/' }) => readableAddress(url),
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true, maxParamLength: 512 },
  });
}

function problemFilter(app: NestFastifyApplication, config: Config): ProblemFilter {
  const missing = { title: 'Not found', data: { page: 'missing', demo: config.mode === 'demo' } };
  const { loop } = app.get(OverloadGate);
  return new ProblemFilter({
    missingPage: webFolder() === null ? null : () => app.get(PagesService).render('fan', missing),
    isStarved: () => loop.isStarved,
  });
}

/** Serves files with content-hashed names, which browsers and CDNs cache forever. */
async function serveAssets(app: NestFastifyApplication): Promise<void> {
  const root = webFolder();
  if (root === null) return;
  await app.register(fastifyStatic, {
    root,
    prefix: '/assets/',
    maxAge: HASHED_ASSETS_SECONDS * 1000,
    immutable: true,
    index: false,
    preCompressed: true,
    decorateReply: false,
    setHeaders: (answer, path) => {
      // the worker is served from the assets folder but its scope is the fan's pages
      if (/fan-worker-[^/]*\.js(\.(br|gz))?$/.test(path)) void answer.header('service-worker-allowed', '/');
    },
    allowedPath: (path) => !path.endsWith('.html') && !path.includes('/.'),
  });
}
