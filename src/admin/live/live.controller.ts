import { randomBytes } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { SafeToRepeat } from '../../platform/idempotency/repeated-by.js';
import { LiveHistoryShape } from '../../contract/live/live-history.js';
import { LiveShape } from '../../contract/live/live-shapes.js';
import { SocketTicketShape } from '../../contract/staff/staff-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { AuditLogRepository, type AuditSearch } from '../audit/audit-log.repository.js';
import { HistoryRepository } from './history.repository.js';
import { stepSeconds } from './history.rules.js';
import { LiveService, SOCKET_TICKET_MS } from './live.service.js';
import { Answers } from '../../platform/openapi/answers.js';
import { idPattern } from '../../contract/ids.js';

class SocketTicketBody {
  @Matches(idPattern('sale'))
  saleId: string;
}

const MOST_MARKS = 200;
/** Makes each ticket unique, so that it can be spent. */
const NONCE_BYTES = 12;
const MINUTE_MS = 60_000;
const DEFAULT_MINUTES = 30;

class HistoryQuery {
  /** How far back, in minutes; one week at most. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_080)
  minutes?: number;
}

/** The control room: live figures, and the ticket for the socket that pushes them every second. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin')
export class LiveController {
  constructor(
    private readonly live: LiveService,
    private readonly sales: SaleCache,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
    private readonly history: HistoryRepository,
    private readonly log: AuditLogRepository,
  ) {}

  @Get('sales/:id/live')
  @ApiOperation({ summary: 'How the sale stands at this moment' })
  @Answers(200, LiveShape)
  async figures(@Param('id') id: string): Promise<LiveShape> {
    const live = await this.live.bySale(id);
    if (!live) throw new ProblemError('NOT_FOUND');
    return live;
  }

  @Get('sales/:id/history')
  @ApiOperation({ summary: 'How the sale went: points for charts, and what was changed meanwhile' })
  @Answers(200, LiveHistoryShape)
  async past(@Param('id') id: string, @Query() { minutes = DEFAULT_MINUTES }: HistoryQuery): Promise<LiveHistoryShape> {
    if (!(await this.sales.byId(id))) throw new ProblemError('NOT_FOUND');
    const to = new Date(this.clock.nowMs());
    const from = new Date(to.getTime() - minutes * MINUTE_MS);
    const step = stepSeconds(minutes);
    const [points, firstAt, entries] = await Promise.all([
      this.history.read(id, from, to, step),
      this.history.firstAt(id),
      this.log.search(marksOf(id, from), MOST_MARKS),
    ]);
    return {
      stepSeconds: step,
      points: points.map(({ at, figures }) => ({ at: at.toISOString(), figures })),
      marks: entries.map(({ at, action, actor }) => ({ at: at.toISOString(), action, actor })),
      firstAt: firstAt?.toISOString() ?? null,
    };
  }

  @Post('socket-tickets')
  @SafeToRepeat()
  @ApiOperation({ summary: 'A ticket for the socket namespace /control, valid once, within 60 seconds' })
  @Answers(201, SocketTicketShape)
  async ticket(@Body() { saleId }: SocketTicketBody, @Req() request: FastifyRequest): Promise<SocketTicketShape> {
    if (!(await this.sales.byId(saleId))) throw new ProblemError('NOT_FOUND');
    const { memberId, sessionIdHash, actor } = staffOf(request);
    const expiresAtMs = this.clock.nowMs() + SOCKET_TICKET_MS;
    const nonce = randomBytes(NONCE_BYTES).toString('base64url');
    const who = [memberId ?? actor, sessionIdHash ?? 'key'];
    const ticket = this.tokens.sign('socket', [...who, saleId, expiresAtMs, nonce]);
    return { ticket, expiresAt: new Date(expiresAtMs).toISOString() };
  }
}

/** Builds the search for changes to a subject since `from`, shown as marks on the chart. */
const marksOf = (subject: string, from: Date): AuditSearch => ({
  ...{ text: '', subject, actor: null, action: null, from, to: null, before: null },
});
