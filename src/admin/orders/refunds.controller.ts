import { Body, Controller, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { CancelResult } from '../../checkout/orders/ends/order-cancellation.service.js';
import { OrderRefunds, type RefundResult, staffRefundShape } from '../../checkout/refunds/order-refunds.service.js';
import { OrderCancellationShape } from '../../contract/orders/order-cancellation-shapes.js';
import { RefundAnswer, StaffRefundShape } from '../../contract/money/refund-shapes.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { Answers, listOf } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { approvalRequired } from '../approvals/approval-answers.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { paying, staffOf } from '../sign-in/staff.types.js';
import { type Gated, StaffRefunds } from './staff-refunds.service.js';

/** Above the ticket limit of any order. */
const MAX_TICKETS = 1_000;

/** Refunds by amount, by tickets, or everything that is left when neither is given. */
class RefundBody {
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  amount?: number;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_TICKETS)
  @Matches(/^tkt_[0-9a-z]{26}[0-9]{4}$/, { each: true })
  ticketIds?: string[];

  @IsOptional()
  @Matches(/^[^\p{C}]{1,200}$/u)
  reason?: string;
}

class CancelBody {
  @IsOptional()
  @Matches(/^[^\p{C}]{1,200}$/u)
  reason?: string;
}

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/orders/:id')
export class RefundsController {
  constructor(
    private readonly staffRefunds: StaffRefunds,
    private readonly refunds: OrderRefunds,
  ) {}

  @Post('refund')
  @HttpCode(202)
  @Roles(...paying)
  @ApiOperation({
    summary: 'Ask for money of an order back: an amount, tickets, or all; one that was refused can be asked again',
  })
  @Answers(202, RefundAnswer)
  async refund(
    @Param('id') id: string,
    @Body() { amount, ticketIds, reason }: RefundBody,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<RefundAnswer> {
    return answered(await this.staffRefunds.refund(staffOf(request), id, { amount, ticketIds, reason }, key));
  }

  @Post('cancel')
  @HttpCode(202)
  @Roles(...paying)
  @ApiOperation({ summary: 'End an order: unpaid, it asks for no money any more; paid, all of it goes back' })
  @Answers(202, OrderCancellationShape)
  async cancel(
    @Param('id') id: string,
    @Body() { reason }: CancelBody,
    @Req() request: FastifyRequest,
  ): Promise<OrderCancellationShape> {
    return canceled(await this.staffRefunds.cancel(staffOf(request), id, reason ?? null));
  }

  @Get('refunds')
  @ApiOperation({ summary: 'Refunds of an order, the oldest first' })
  @Answers(200, listOf('StaffRefunds', 'refunds', StaffRefundShape))
  async list(@Param('id') id: string): Promise<{ refunds: StaffRefundShape[] }> {
    const order = await this.refunds.currencyOf(id);
    if (order === null) throw new ProblemError('NOT_FOUND');
    return { refunds: (await this.refunds.ofOrder(id)).map((row) => staffRefundShape(row, order)) };
  }
}

function canceled(result: Gated<CancelResult>): OrderCancellationShape {
  switch (result.kind) {
    case 'done':
      return result.answer;
    case 'not_found':
      throw new ProblemError('NOT_FOUND');
    case 'refused':
      throw new ProblemError('ORDER_STATE', { detail: result.why });
    case 'needs_approval':
      throw approvalRequired(result);
  }
}

function answered(result: Gated<RefundResult>): RefundAnswer {
  switch (result.kind) {
    case 'needs_approval':
      throw approvalRequired(result);
    case 'asked':
    case 'already':
      return result.answer;
    case 'not_found':
      throw new ProblemError('NOT_FOUND');
    case 'mismatch':
      throw new ProblemError('IDEMPOTENCY_MISMATCH');
    case 'nothing_captured':
      throw new ProblemError('ORDER_STATE', {
        detail: 'No money was taken for this order: there is nothing to give back.',
      });
    case 'partners_money':
      throw new ProblemError('ORDER_STATE', {
        detail:
          'A partner sold this order and has its money: ask the partner to give it back. Canceling the order voids its tickets.',
      });
    case 'off_step':
      throw new ProblemError('VALIDATION_FAILED', {
        errors: [{ field: 'amount', message: `amount must be a multiple of ${result.step} in this currency` }],
      });
    case 'exceeds':
      throw new ProblemError('REFUND_EXCEEDS_PAID', {
        detail: `At most ${result.leftMinor} (minor units) is left to give back.`,
      });
    case 'unknown_tickets': {
      const errors = [{ field: 'ticketIds', message: `not of this order: ${result.ticketIds.join(', ')}` }];
      throw new ProblemError('VALIDATION_FAILED', { errors });
    }
  }
}
