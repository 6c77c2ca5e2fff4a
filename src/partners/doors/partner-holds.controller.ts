import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allocations } from '../../checkout/allocations/allocations.service.js';
import { unlessRefused } from '../../checkout/checkout.errors.js';
import { checkedItems } from '../../checkout/holds/hold-input.types.js';
import { HoldShape } from '../../contract/orders/order-shapes.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { PartnerGuard, sellerOf } from './partner.guard.js';
import { Scope } from './scope.types.js';
import { PartnerHoldBody } from './selling-input.types.js';

@ApiTags('partners')
@ApiBearerAuth('bearer')
@UseGuards(PartnerGuard)
@Controller('v1/partner/holds')
export class PartnerHoldsController {
  constructor(private readonly allocations: Allocations) {}

  @Post()
  @Scope('holds:write')
  @ApiOperation({ summary: 'Hold tickets of your allocation for one buyer: all of them or none' })
  @Answers(201, HoldShape)
  async create(
    @Body() body: PartnerHoldBody,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<HoldShape> {
    const { saleId, channel } = body;
    const wish = { saleId, channel, items: checkedItems(body) };
    return unlessRefused(await this.allocations.hold(sellerOf(request).partnerId, key, wish)).hold;
  }

  @Get(':id')
  @Scope('holds:write')
  @ApiOperation({ summary: 'How a hold of yours stands' })
  @Answers(200, HoldShape)
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<HoldShape> {
    return unlessRefused(await this.allocations.read(sellerOf(request).partnerId, id)).hold;
  }

  @Delete(':id')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scope('holds:write')
  @ApiOperation({ summary: 'Give held tickets back to your allocation' })
  @AnswersNothing()
  async release(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    unlessRefused(await this.allocations.release(sellerOf(request).partnerId, id));
  }
}
