import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Counter } from 'prom-client';
import type { FastifyRequest } from 'fastify';
import { OwnHoldsShape } from '../../contract/stock/hold-shapes.js';
import { HoldShape } from '../../contract/orders/order-shapes.js';
import { bearerOf } from '../../platform/http/bearer.js';
import type { HotRequest } from '../../platform/http/hot-request.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { HotDoor } from '../../platform/http/route-config.js';
import { checkedItems, HoldItemsDto } from './hold-input.types.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { HoldsService } from './holds.service.js';
import { unlessRefused } from '../checkout.errors.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';

@ApiTags('holds')
@ApiBearerAuth('bearer')
@Controller('v1')
export class HoldsController {
  private readonly asked: Counter<'result'>;
  private readonly held: Counter.Internal;

  constructor(
    private readonly holds: HoldsService,
    metrics: Metrics,
  ) {
    this.asked = metrics.counter('holds_total', 'Holds asked for, by result: held, or the code of the refusal', [
      'result',
    ]);
    this.held = this.asked.labels('held');
  }

  @Post('sales/:slug/holds')
  @HotDoor({ withoutRouter: true, sameBodies: true })
  @ApiOperation({ summary: 'Hold tickets: all of them or none' })
  @Answers(201, HoldShape)
  async create(
    @Param('slug') slug: string,
    @Body() body: HoldItemsDto,
    @IdempotencyKey() key: string | null,
    @Req() request: HotRequest,
  ): Promise<HoldShape> {
    const answer = await this.holds.request(slug, bearerOf(request, 'Bearer'), key, checkedItems(body));
    if (answer.kind === 'refused') this.asked.inc({ result: answer.code });
    else this.held.inc();
    return unlessRefused(answer).hold;
  }

  @Get('holds')
  @ApiOperation({ summary: 'What I hold or pay for: shown to its fan also when everything else is gone' })
  @Answers(200, OwnHoldsShape)
  async own(@Req() request: FastifyRequest): Promise<OwnHoldsShape> {
    const { holds } = unlessRefused(await this.holds.own(bearerOf(request, 'Bearer')));
    return { holds };
  }

  @Get('holds/:id')
  @ApiOperation({ summary: 'How a hold stands' })
  @Answers(200, HoldShape)
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<HoldShape> {
    return unlessRefused(await this.holds.read(bearerOf(request, 'Bearer'), id)).hold;
  }

  @Patch('holds/:id')
  @ApiOperation({ summary: "Swap a hold's tickets atomically" })
  @Answers(200, HoldShape)
  async swap(
    @Param('id') id: string,
    @Body() body: HoldItemsDto,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<HoldShape> {
    return unlessRefused(await this.holds.swap(bearerOf(request, 'Bearer'), id, checkedItems(body), key)).hold;
  }

  @Delete('holds/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Give held tickets back' })
  @AnswersNothing()
  async release(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    unlessRefused(await this.holds.release(bearerOf(request, 'Bearer'), id));
  }

  @Post('holds/:id/extend')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Extend a hold, once' })
  @Answers(200, HoldShape)
  async extend(
    @Param('id') id: string,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<HoldShape> {
    return unlessRefused(await this.holds.extend(bearerOf(request, 'Bearer'), id, key)).hold;
  }
}
