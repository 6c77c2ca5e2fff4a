import { Controller, Get, HttpCode, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AvailabilityAnswer,
  type AvailabilityShape,
  type SectionShape,
} from '../../contract/stock/availability-shapes.js';
import { SaleShape } from '../../contract/sale/sale-shapes.js';
import { Snapshot } from '../../contract/line/line-shapes.js';
import { SaleChangesShape } from '../../contract/sale/sale-change-shapes.js';
import { AvailabilityService } from '../../inventory/availability/availability.service.js';
import { StockService } from '../../inventory/stock/stock.service.js';
import { HousePlan } from '../../contract/stock/seat-map-shapes.js';
import { SaleMapsService } from '../../inventory/seats/sale-maps.service.js';
import { Config } from '../../platform/config/config.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { ReadyAnswers } from '../../platform/http/ready-answers.js';
import { Cacheable, HotDoor, SharedAnswer } from '../../platform/http/route-config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { passProblem } from '../../queue/passes/pass.errors.js';
import { PassesService } from '../../queue/passes/passes.service.js';
import { AvailabilityQuery } from './place-input.types.js';
import { isListed, shapeOf } from '../catalogue/sale-view.rules.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../sales.types.js';
import { SnapshotBoard } from '../snapshot/snapshot-board.js';
import { Answers, listOf } from '../../platform/openapi/answers.js';

const SECOND = 'public, max-age=1';
/** Only names and coordinates of a house change while it is on sale. */
const PLAN_SECONDS = 'public, max-age=10';
/** Time for which a snapshot is served from memory before its visibility is checked again. */
const OFFER_MS = 1_000;
/** Limit on listed sales; only live ones are listed, which are few. */
const MAX_LISTED = 100;

/** Public data of a sale, byte-identical for everyone, so that shared caches can serve it. */
@ApiTags('sales')
@Controller('v1/sales')
export class SalesController {
  private readonly demo: boolean;

  constructor(
    private readonly sales: SaleCache,
    private readonly board: SnapshotBoard,
    private readonly passes: PassesService,
    private readonly shown: AvailabilityService,
    private readonly stock: StockService,
    private readonly answers: ReadyAnswers,
    private readonly saleMaps: SaleMapsService,
    config: Config,
  ) {
    this.demo = config.mode === 'demo';
  }

  @Get()
  @HotDoor()
  @SharedAnswer()
  @Cacheable(SECOND)
  @ApiOperation({ summary: 'What is on sale: listed sales that are not over' })
  @Answers(200, listOf('Sales', 'sales', SaleShape))
  async list(): Promise<{ sales: SaleShape[] }> {
    const live = (await this.sales.live()).filter(isListed).slice(0, MAX_LISTED);
    return { sales: live.map((view) => shapeOf(view, new Map(), this.demo)) };
  }

  @Get(':slug')
  @HotDoor()
  @SharedAnswer()
  @Cacheable(SECOND)
  @ApiOperation({ summary: 'Read a published sale' })
  @Answers(200, SaleShape)
  async read(@Param('slug') slug: string): Promise<SaleShape> {
    return shapeOf(await this.published(slug), new Map(), this.demo);
  }

  @Get(':slug/queue')
  @HotDoor()
  @Cacheable(SECOND)
  @ApiOperation({ summary: 'The snapshot of the line, the same for everybody' })
  @Answers(200, Snapshot)
  async snapshot(
    @Param('slug') slug: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const view = await this.published(slug);
    const { text, etag } = await this.board.current(view);
    const following = this.board.following(view);
    if (following && !request.url.includes('?')) this.answers.offer(request.url, following, OFFER_MS);
    void reply.header('etag', etag).header('access-control-allow-origin', '*');
    if (request.headers['if-none-match'] === etag) return void reply.status(304).send();
    void reply.header('content-type', 'application/json; charset=utf-8').send(text);
  }

  @Get(':slug/changes')
  @HotDoor()
  @SharedAnswer()
  @Cacheable(SECOND)
  @ApiOperation({ summary: 'Changes after publishing that affect fans, newest first' })
  @Answers(200, SaleChangesShape)
  async changes(@Param('slug') slug: string): Promise<SaleChangesShape> {
    return { changes: await this.sales.changesOf((await this.published(slug)).id) };
  }

  @Get(':slug/seat-map')
  @HotDoor()
  @SharedAnswer()
  @Cacheable(PLAN_SECONDS)
  @ApiOperation({
    summary: 'The house in outlines, the same for everybody; its seats come with availability, by section',
  })
  @Answers(200, HousePlan)
  async seatMap(@Param('slug') slug: string): Promise<HousePlan> {
    const plan = await this.saleMaps.plan((await this.published(slug)).id);
    if (!plan) throw new ProblemError('NOT_FOUND');
    return plan;
  }

  @Get(':slug/availability')
  @HotDoor()
  @SharedAnswer()
  @HttpCode(200)
  @ApiBearerAuth('bearer')
  @ApiOperation({ summary: 'Availability: stock states; with a pass, counts and seats' })
  @Answers(200, AvailabilityAnswer)
  async availability(
    @Param('slug') slug: string,
    @Query() { section }: AvailabilityQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AvailabilityShape | SectionShape> {
    const view = await this.published(slug);
    // one URL has two responses, which caches must keep apart
    void reply.header('vary', 'authorization');
    const pass = bearerOf(request, 'Bearer');
    if (pass === null && request.headers.authorization === undefined) {
      if (section !== undefined) throw new ProblemError('PASS_REQUIRED');
      void reply.header('cache-control', SECOND).header('access-control-allow-origin', '*');
      return await this.shown.of(view.id, { detailed: false });
    }
    const lane = await this.laneOf(pass, view.id);
    const channels = (await this.stock.book(view.id)).channelsOfLane(lane);
    if (section === undefined) return await this.shown.of(view.id, { detailed: true, channels });
    const seats = await this.shown.section(view.id, section, channels);
    if (!seats) throw new ProblemError('NOT_FOUND', { detail: 'The sale has no such section.' });
    return seats;
  }

  /** Returns the lane of a valid pass, which opens the channels that list it. */
  private async laneOf(pass: string | null, saleId: string): Promise<string> {
    const result = pass === null ? { kind: 'invalid' as const } : await this.passes.permit(pass, saleId);
    if (result.kind !== 'ok') throw passProblem(result);
    return result.permit.lane;
  }

  private async published(slug: string): Promise<SaleView> {
    const view = await this.sales.bySlug(slug);
    if (!view || view.state === 'draft') throw new ProblemError('NOT_FOUND');
    return view;
  }
}
