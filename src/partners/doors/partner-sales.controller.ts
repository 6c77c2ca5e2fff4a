import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { AllocationReturns } from '../../checkout/allocations/allocation-returns.service.js';
import { Allocations } from '../../checkout/allocations/allocations.service.js';
import { unlessRefused } from '../../checkout/checkout.errors.js';
import { PartnerSalesPage } from '../../contract/partners/partner-shapes.js';
import { AvailabilityAnswer, AvailabilityShape, type SectionShape } from '../../contract/stock/availability-shapes.js';
import { SaleShape } from '../../contract/sale/sale-shapes.js';
import { Config } from '../../platform/config/config.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { shapeOf } from '../../sales/catalogue/sale-view.rules.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { callerOf, PartnerGuard, sellerOf } from './partner.guard.js';
import { Scope } from './scope.types.js';
import { PartnerAvailabilityQuery, PartnerReturnBody, returnItemsOf, SALE_ID } from './selling-input.types.js';
import { SalesService } from '../../sales/sales.service.js';

const PAGE = 100;

class PartnerSalesQuery {
  @IsOptional()
  @Matches(SALE_ID)
  after?: string;
}

@ApiTags('partners')
@ApiBearerAuth('bearer')
@Controller('v1/partner/sales')
@UseGuards(PartnerGuard)
export class PartnerSalesController {
  private readonly demo: boolean;

  constructor(
    private readonly salesService: SalesService,
    private readonly sales: SaleCache,
    private readonly allocations: Allocations,
    private readonly returns: AllocationReturns,
    { mode }: Config,
  ) {
    this.demo = mode === 'demo';
  }

  @Get()
  @Scope('sales:read')
  @ApiOperation({
    summary: 'Published sales that are listed or that you sell from, what runs first; up to a hundred at a time',
  })
  @Answers(200, PartnerSalesPage)
  async list(@Query() { after }: PartnerSalesQuery, @Req() request: FastifyRequest): Promise<PartnerSalesPage> {
    const page = await this.salesService.page({ search: null, state: null, after: after ?? null, limit: PAGE });
    const visible = await this.allocations.visible(callerOf(request).partnerId, page);
    return {
      sales: visible.map((view) => shapeOf(view, new Map(), this.demo)),
      next: page.length === PAGE ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Get(':id')
  @Scope('sales:read')
  @ApiOperation({ summary: 'One published sale' })
  @Answers(200, SaleShape)
  async read(@Param('id') id: string): Promise<SaleShape> {
    const sale = SALE_ID.test(id) ? await this.sales.byId(id) : null;
    if (sale === null || sale.state === 'draft') throw new ProblemError('NOT_FOUND');
    return shapeOf(sale, new Map(), this.demo);
  }

  @Get(':id/availability')
  @Scope('sales:read')
  @ApiOperation({ summary: 'What is left of your allocation: by ticket type, or seat by seat for one section' })
  @Answers(200, AvailabilityAnswer)
  async availability(
    @Param('id') id: string,
    @Query() { section }: PartnerAvailabilityQuery,
    @Req() request: FastifyRequest,
  ): Promise<AvailabilityShape | SectionShape> {
    const { partnerId } = sellerOf(request);
    return unlessRefused(await this.allocations.availability(partnerId, id, section)).answer;
  }

  @Post(':id/returns')
  @HttpCode(200)
  @Scope('holds:write')
  @ApiOperation({
    summary: 'Give unsold places of your allocation back to the promoter: all that is named, or nothing',
  })
  @Answers(200, AvailabilityShape)
  async giveBack(
    @Param('id') id: string,
    @Body() body: PartnerReturnBody,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<AvailabilityShape | SectionShape> {
    const seller = sellerOf(request);
    await this.returns.give(seller, key, { saleId: id, items: returnItemsOf(body), channel: body.channel });
    return unlessRefused(await this.allocations.availability(seller.partnerId, id)).answer;
  }
}
