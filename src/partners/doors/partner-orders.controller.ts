import { Body, Controller, Delete, Get, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PartnerOrders } from '../../checkout/allocations/partner-orders.service.js';
import { unlessRefused } from '../../checkout/checkout.errors.js';
import { PartnerOrderShape, PartnerOrdersPage } from '../../contract/partners/partner-order-shapes.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { Answers } from '../../platform/openapi/answers.js';
import { PartnerGuard, sellerOf } from './partner.guard.js';
import { Scope } from './scope.types.js';
import { PartnerOrderBody, PartnerOrdersQuery } from './selling-input.types.js';

@ApiTags('partners')
@ApiBearerAuth('bearer')
@UseGuards(PartnerGuard)
@Controller('v1/partner/orders')
export class PartnerOrdersController {
  constructor(private readonly orders: PartnerOrders) {}

  @Post()
  @Scope('orders:write')
  @ApiOperation({ summary: 'Sell a hold to a buyer who has paid you: the order is paid at once, with its tickets' })
  @Answers(201, PartnerOrderShape)
  async create(
    @Body() body: PartnerOrderBody,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<PartnerOrderShape> {
    return unlessRefused(await this.orders.place(sellerOf(request), key, body)).order;
  }

  @Get()
  @Scope('orders:read')
  @ApiOperation({ summary: 'Orders that you sold, newest first, 25 at a time' })
  @Answers(200, PartnerOrdersPage)
  async list(@Query() query: PartnerOrdersQuery, @Req() request: FastifyRequest): Promise<PartnerOrdersPage> {
    const { saleId = null, reference = null, before = null } = query;
    return await this.orders.list({ partnerId: sellerOf(request).partnerId, saleId, reference, before });
  }

  @Get(':id')
  @Scope('orders:read')
  @ApiOperation({ summary: 'One order that you sold, with its tickets' })
  @Answers(200, PartnerOrderShape)
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<PartnerOrderShape> {
    return unlessRefused(await this.orders.read(sellerOf(request).partnerId, id)).order;
  }

  @Delete(':id')
  @Scope('orders:write')
  @ApiOperation({
    summary: 'Cancel an order: its tickets are void, its stock is yours to sell again, the money is yours to give back',
  })
  @Answers(200, PartnerOrderShape)
  async cancel(@Param('id') id: string, @Req() request: FastifyRequest): Promise<PartnerOrderShape> {
    return unlessRefused(await this.orders.cancel(sellerOf(request), id)).order;
  }
}
