import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsOptional, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { AttentionShape, RefundAnswer, StaffOrdersPage } from '../../contract/staff-shapes.js';
import { OrderMails } from '../../checkout/mail/order-mails.service.js';
import { ResendAnswer } from '../../contract/ticket-shapes.js';
import { OrdersService } from '../../checkout/orders/orders.service.js';
import { StaffOrdersService } from '../../checkout/staff/staff-orders.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { SalesService } from '../../sales/sales.service.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { Answers, AnswersNothing, listOf } from '../../platform/openapi/answers.js';

class OrdersQuery {
  /** Part of an order's id, of the buyer's e-mail or name. */
  @IsOptional()
  @Matches(/^[^\p{C}]{0,100}$/u)
  search?: string;
  @IsOptional()
  @Matches(/^sale_[0-9a-z]{26}$/)
  saleId?: string;
  @IsOptional()
  @Matches(/^ord_[0-9a-z]{26}$/)
  before?: string;
}

/** The whole order is refunded; a body has nothing to say yet. */
class RefundBody {
  @IsOptional()
  @Matches(/^[^\p{C}]{1,200}$/u)
  reason?: string;
}

class ResendBody {
  /** Raises the serial of every ticket and makes a new link. */
  @IsOptional()
  @IsBoolean()
  newBarcodes?: boolean;
}

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin')
export class StaffOrdersController {
  constructor(
    private readonly lookup: StaffOrdersService,
    private readonly orders: OrdersService,
    private readonly sales: SalesService,
    private readonly mails: OrderMails,
  ) {}

  @Get('orders')
  @ApiOperation({ summary: 'Orders, the newest first, fifty at a time' })
  @Answers(200, StaffOrdersPage)
  async list(@Query() { search = '', saleId, before }: OrdersQuery): Promise<StaffOrdersPage> {
    const page = await this.lookup.search({ text: search.trim(), saleId: saleId ?? null, before: before ?? null });
    const names = new Map<string, string>();
    for (const id of new Set(page.orders.map((order) => order.saleId)))
      names.set(id, (await this.sales.saleById(id))?.name ?? id);
    return {
      orders: page.orders.map((order) => ({
        ...order,
        saleName: names.get(order.saleId) ?? order.saleId,
        createdAt: order.createdAt.toISOString(),
        paidAt: order.paidAt?.toISOString() ?? null,
      })),
      next: page.next,
    };
  }

  @Post('orders/:id/refund')
  @HttpCode(202)
  @Roles('owner', 'manager', 'finance')
  @ApiOperation({ summary: 'Give the whole of a paid order back; its tickets are void once the provider said yes' })
  @Answers(202, RefundAnswer)
  async refund(
    @Param('id') id: string,
    @Body() _body: RefundBody,
    @Req() request: FastifyRequest,
  ): Promise<RefundAnswer> {
    const { kind } = await this.orders.refundOrder(id, staffOf(request).actor);
    if (kind === 'not_found') throw new ProblemError('NOT_FOUND');
    if (kind === 'state') throw new ProblemError('ORDER_STATE', { detail: 'Only a paid order can be refunded.' });
    return { state: kind };
  }

  @Post('orders/:id/resend')
  @HttpCode(202)
  @Roles('owner', 'manager', 'finance')
  @ApiOperation({
    summary: 'Mail the tickets of a paid order again; with newBarcodes older barcodes and links stop working',
  })
  @Answers(202, ResendAnswer)
  async resend(
    @Param('id') id: string,
    @Body() { newBarcodes }: ResendBody,
    @Req() request: FastifyRequest,
  ): Promise<ResendAnswer> {
    const { kind } = await this.mails.resend(id, newBarcodes ?? false, staffOf(request).actor);
    if (kind === 'not_found') throw new ProblemError('NOT_FOUND');
    if (kind === 'state') throw new ProblemError('ORDER_STATE', { detail: 'Only a paid order has tickets to send.' });
    return { state: kind };
  }

  @Get('attention')
  @ApiOperation({ summary: 'What a person must look at, the oldest first' })
  @Answers(200, listOf('AttentionItems', 'items', AttentionShape))
  async attention(): Promise<{ items: AttentionShape[] }> {
    const items = await this.lookup.attention();
    return { items: items.map((item) => ({ ...item, createdAt: item.createdAt.toISOString() })) };
  }

  @Post('attention/:id/resolve')
  @HttpCode(204)
  @Roles('owner', 'manager', 'finance')
  @ApiOperation({ summary: 'Say that somebody has looked and acted' })
  @AnswersNothing()
  async resolve(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.lookup.resolve(id, staffOf(request).actor))) throw new ProblemError('NOT_FOUND');
  }
}
