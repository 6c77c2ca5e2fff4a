import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsOptional, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { OrderMails } from '../../checkout/mail/order-mails.service.js';
import { StaffOrdersPage } from '../../contract/staff-shapes.js';
import { ResendAnswer } from '../../contract/ticket-shapes.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { StaffOrdersService } from '../../checkout/staff/staff-orders.service.js';
import { SalesService } from '../../sales/sales.service.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { Answers } from '../../platform/openapi/answers.js';

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
}
