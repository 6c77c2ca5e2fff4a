import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, HttpCode, Logger, Module, Param, Post, Res, UseGuards } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsInt, IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { ProblemError } from '../problem/problem.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import { validationPipe } from '../problem/validation.js';
import { openHotDoors } from './hot-doors.js';
import { IdempotencyKey } from './idempotency-key.js';
import { HotDoor } from './route-config.js';

Logger.overrideLogger(false);

class Wish {
  @IsOptional()
  @IsInt()
  count?: number;
}

@Controller('hot')
class HotController {
  @Post(':name')
  @HotDoor()
  echo(@Param('name') name: string, @Body() wish: Wish, @IdempotencyKey() key: string | null) {
    if (name === 'refused') throw new ProblemError('SOLD_OUT');
    if (name === 'broken') throw new TypeError('x is not a function');
    return { name, key, wish, isWish: wish instanceof Wish };
  }

  @Get('gone')
  @HotDoor()
  @HttpCode(204)
  gone(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.header('x-told', '1');
  }
}

@Module({ controllers: [HotController] })
class HotModule {}

/** Serves the same routes twice: through Nest, and hot. */
async function serve(isHot: boolean): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter();
  const app = await NestFactory.create<NestFastifyApplication>(HotModule, adapter, { logger: false });
  const problems = new ProblemFilter();
  if (isHot) openHotDoors(adapter.getInstance(), (type) => app.get<object>(type, { strict: false }), problems);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(problems);
  await app.init();
  await adapter.getInstance().ready();
  return app;
}

describe('a hot door', () => {
  let apps: NestFastifyApplication[];
  beforeAll(async () => {
    apps = [await serve(false), await serve(true)];
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
  });

  it.each([
    ['a valid body', '/hot/x', { count: 2 }, {}],
    ['a body without fields', '/hot/x', {}, { 'idempotency-key': 'a-key-of-enough-characters' }],
    ['an unknown field', '/hot/x', { other: 1 }, {}],
    ['a wrong value', '/hot/x', { count: 'x' }, {}],
    ['a list', '/hot/x', [], {}],
    ['no body', '/hot/x', undefined, {}],
    ['a bad key with a bad body', '/hot/x', { other: 1 }, { 'idempotency-key': 'short' }],
    ['a refusal', '/hot/refused', {}, {}],
    ['a fault of ours', '/hot/broken', {}, {}],
  ])('answers as Nest does to %s', async (_what, url, payload, headers) => {
    const [usual, hot] = await Promise.all(
      apps.map(async (app) => {
        const answer = await app.inject({ method: 'POST', url, headers, ...(payload ? { payload } : {}) });
        const { requestId: _id, ...body } = answer.json<Record<string, unknown>>();
        return { status: answer.statusCode, type: answer.headers['content-type'], body };
      }),
    );
    expect(hot).toEqual(usual);
  });

  it('sends status and headers of a method that returns nothing', async () => {
    for (const app of apps) {
      const answer = await app.inject({ method: 'GET', url: '/hot/gone' });
      expect([answer.statusCode, answer.headers['x-told'], answer.body]).toEqual([204, '1', '']);
    }
  });

  it('may have no guard, which would be skipped', async () => {
    @Controller('guarded')
    class GuardedController {
      @Get()
      @HotDoor()
      @UseGuards({ canActivate: () => false })
      read(): string {
        return 'open';
      }
    }
    @Module({ controllers: [GuardedController] })
    class GuardedModule {}
    const adapter = new FastifyAdapter();
    const app = await NestFactory.create<NestFastifyApplication>(GuardedModule, adapter, {
      logger: false,
      abortOnError: false,
    });
    openHotDoors(adapter.getInstance(), (type) => app.get<object>(type), new ProblemFilter());
    await expect(app.init()).rejects.toThrow('is a hot door');
    await app.close();
  });
});
