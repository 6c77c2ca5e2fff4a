import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { StaffOrdersPage } from '../../contract/staff-shapes.js';
import { StaffOrdersService } from '../../checkout/staff/staff-orders.service.js';
import { SalesService } from '../../sales/sales.service.js';
import { StaffGuard } from '../sign-in/staff.guard.js';
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

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin')
export class StaffOrdersController {
  constructor(
    private readonly lookup: StaffOrdersService,
    private readonly sales: SalesService,
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
}
