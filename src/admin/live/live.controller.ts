import { Body, Controller, Get, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { LiveShape } from '../../contract/shapes.js';
import { SocketTicketShape } from '../../contract/staff-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { SalesService } from '../../sales/sales.service.js';
import { StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { LiveService, SOCKET_TICKET_MS } from './live.service.js';
import { Answers } from '../../platform/openapi/answers.js';

class SocketTicketBody {
  @Matches(/^sale_[0-9a-z]{26}$/)
  saleId: string;
}

/** The control room: figures to read, and the ticket for the socket that brings them each second. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin')
export class LiveController {
  constructor(
    private readonly live: LiveService,
    private readonly sales: SalesService,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  @Get('sales/:id/live')
  @ApiOperation({ summary: 'How the sale stands at this moment' })
  @Answers(200, LiveShape)
  async figures(@Param('id') id: string): Promise<LiveShape> {
    const live = await this.live.bySale(id);
    if (!live) throw new ProblemError('NOT_FOUND');
    return live;
  }

  @Post('socket-tickets')
  @ApiOperation({ summary: 'A ticket for the socket namespace /control, good for 60 seconds' })
  @Answers(201, SocketTicketShape)
  async ticket(@Body() { saleId }: SocketTicketBody, @Req() request: FastifyRequest): Promise<SocketTicketShape> {
    if (!(await this.sales.saleById(saleId))) throw new ProblemError('NOT_FOUND');
    const { memberId, sessionIdHash, actor } = staffOf(request);
    const expiresAtMs = this.clock.nowMs() + SOCKET_TICKET_MS;
    const ticket = this.tokens.sign('socket', [memberId ?? actor, sessionIdHash ?? 'key', saleId, expiresAtMs]);
    return { ticket, expiresAt: new Date(expiresAtMs).toISOString() };
  }
}
