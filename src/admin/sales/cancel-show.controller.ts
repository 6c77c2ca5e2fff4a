import { Body, Controller, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { ShowCancellations } from '../../checkout/refunds/show-cancellation.service.js';
import { ShowCancellationShape } from '../../contract/orders/show-cancellation-shapes.js';
import { RepeatedBy } from '../../platform/idempotency/repeated-by.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { approvalRequired } from '../approvals/approval-answers.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { StaffShows } from './staff-shows.service.js';

class CancelShowBody {
  @IsOptional()
  @Matches(/^[^\p{C}]{1,200}$/u)
  reason?: string;
}

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/sales/:id/cancel-show')
export class CancelShowController {
  constructor(
    private readonly staffShows: StaffShows,
    private readonly shows: ShowCancellations,
  ) {}

  @Post()
  @RepeatedBy<CancelShowController>('progress')
  @HttpCode(202)
  @Roles('owner', 'manager')
  @ApiOperation({
    summary: 'Cancel the show: refund all orders; repeat for progress, or to ask again for refused refunds',
  })
  @Answers(202, ShowCancellationShape)
  async cancel(
    @Param('id') id: string,
    @Body() { reason }: CancelShowBody,
    @Req() request: FastifyRequest,
  ): Promise<ShowCancellationShape> {
    const progress = await this.staffShows.cancel(staffOf(request), id, reason ?? null);
    if (progress === 'away') throw new ProblemError('CORE_AWAY');
    if (progress === 'draft')
      throw new ProblemError('SALE_STATE', { detail: 'A draft has sold nothing: delete it instead.' });
    if (!progress) throw new ProblemError('NOT_FOUND');
    if ('approvalId' in progress) throw approvalRequired(progress);
    return progress;
  }

  @Get()
  @ApiOperation({ summary: 'How far the refunds of a canceled show have come' })
  @Answers(200, ShowCancellationShape)
  async progress(@Param('id') id: string): Promise<ShowCancellationShape> {
    const progress = await this.shows.progress(id);
    if (!progress) throw new ProblemError('NOT_FOUND');
    return progress;
  }
}
