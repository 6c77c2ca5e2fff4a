import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { PartnerSalesPage } from '../../contract/partner-shapes.js';
import { Config } from '../../platform/config/config.js';
import { Answers } from '../../platform/openapi/answers.js';
import { shapeOf } from '../../sales/catalogue/sale-view.rules.js';
import { SalesService } from '../../sales/sales.service.js';
import { PartnerGuard, Scope } from './partner.guard.js';

const PAGE = 100;

class PartnerSalesQuery {
  @IsOptional()
  @Matches(/^sale_[0-9a-z]{26}$/)
  after?: string;
}

@ApiTags('partners')
@ApiBearerAuth('bearer')
@Controller('v1/partner/sales')
@UseGuards(PartnerGuard)
export class PartnerSalesController {
  private readonly demo: boolean;

  constructor(
    private readonly sales: SalesService,
    { mode }: Config,
  ) {
    this.demo = mode === 'demo';
  }

  @Get()
  @Scope('sales:read')
  @ApiOperation({ summary: 'Published sales, what runs first, a hundred at a time' })
  @Answers(200, PartnerSalesPage)
  async list(@Query() { after }: PartnerSalesQuery): Promise<PartnerSalesPage> {
    const page = await this.sales.page({ search: null, state: null, after: after ?? null, limit: PAGE });
    return {
      sales: page.filter(({ state }) => state !== 'draft').map((view) => shapeOf(view, new Map(), this.demo)),
      next: page.length === PAGE ? (page.at(-1)?.id ?? null) : null,
    };
  }
}
