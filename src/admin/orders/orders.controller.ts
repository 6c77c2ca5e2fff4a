import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  StreamableFile,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { idPattern } from '../../contract/ids.js';
import { OrderMails } from '../../checkout/mail/order-mails.service.js';
import { ResendAnswer } from '../../contract/orders/ticket-shapes.js';
import { OrderNotes } from '../../checkout/staff/order-notes.service.js';
import { StaffOrdersService } from '../../checkout/staff/staff-orders.service.js';
import type { OrderSearch, StaffOrder } from '../../checkout/staff/staff-orders.types.js';
import { OrderState } from '../../contract/orders/order-shapes.js';
import { StaffOrderDetail, type StaffOrderShape, StaffOrdersPage } from '../../contract/staff/staff-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Answers, AnswersFile } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { orderRow, ordersHeader } from './orders-csv.rules.js';

class OrdersFilter {
  /** Literal substring of the order's id, or of the buyer's e-mail or name. */
  @IsOptional()
  @Matches(/^[^\p{C}]{0,100}$/u)
  search?: string;
  @IsOptional()
  @Matches(idPattern('sale'))
  saleId?: string;
  @IsOptional()
  @IsIn(OrderState.enum)
  state?: OrderState;
  /** The buyer's complete e-mail address. */
  @IsOptional()
  @Matches(/^[^\p{C}]{1,254}$/u)
  email?: string;
}

class OrdersQuery extends OrdersFilter {
  @IsOptional()
  @Matches(idPattern('ord'))
  before?: string;
}

class ResendBody {
  /** Raises the serial of every ticket the buyer holds and creates a new link. */
  @IsOptional()
  @IsBoolean()
  newBarcodes?: boolean;

  /** Returns transferred tickets to the buyer with new barcodes, for transfers made by somebody else. */
  @IsOptional()
  @IsBoolean()
  takeBack?: boolean;
}

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin')
export class StaffOrdersController {
  constructor(
    private readonly lookup: StaffOrdersService,
    private readonly sales: SaleCache,
    private readonly audit: AuditService,
    private readonly mails: OrderMails,
    private readonly notes: OrderNotes,
  ) {}

  @Get('orders')
  @ApiOperation({ summary: 'Orders, newest first, fifty at a time' })
  @Answers(200, StaffOrdersPage)
  async list(@Query() query: OrdersQuery): Promise<StaffOrdersPage> {
    const page = await this.lookup.search(searchOf(query, query.before));
    const names = await this.namesOf(page.orders);
    return { orders: page.orders.map((order) => shapeOf(order, names.get(order.saleId))), next: page.next };
  }

  @Get('orders.csv')
  @Roles('owner', 'manager', 'finance')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="orders.csv"')
  @ApiOperation({ summary: 'All orders that match, as CSV' })
  @AnswersFile('text/csv')
  async export(@Query() filter: OrdersFilter, @Req() request: FastifyRequest): Promise<StreamableFile> {
    await this.audit.record(staffOf(request).actor, 'orders.export', filter.saleId ?? 'all sales');
    return new StreamableFile(Readable.from(this.csv(searchOf(filter))));
  }

  @Get('orders/:id')
  @ApiOperation({ summary: 'An order with its lines and what happened to it' })
  @Answers(200, StaffOrderDetail)
  async read(@Param('id') id: string): Promise<StaffOrderDetail> {
    const order = await this.lookup.read(id);
    if (!order) throw new ProblemError('NOT_FOUND');
    const { history, tickets, lines, ...rest } = order;
    const name = (await this.namesOf([order])).get(order.saleId);
    return {
      ...shapeOf(rest, name),
      lines,
      tickets: tickets.map((ticket) => ({ ...ticket, admittedAt: ticket.admittedAt?.toISOString() ?? null })),
      history: history.map((moment) => ({ ...moment, at: moment.at.toISOString() })),
      notes: await this.notes.of(id),
    };
  }

  private async *csv(search: OrderSearch): AsyncGenerator<string> {
    yield ordersHeader;
    for await (const orders of this.lookup.pages(search)) {
      const names = await this.namesOf(orders);
      yield orders.map((order) => orderRow(order, names.get(order.saleId) ?? order.saleId)).join('');
    }
  }

  private async namesOf(orders: readonly StaffOrder[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    for (const id of new Set(orders.map(({ saleId }) => saleId)))
      names.set(id, (await this.sales.byId(id))?.name ?? id);
    return names;
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
    @Body() { newBarcodes = false, takeBack = false }: ResendBody,
    @Req() request: FastifyRequest,
  ): Promise<ResendAnswer> {
    const { kind } = await this.mails.resend(id, { newBarcodes, takeBack }, staffOf(request).actor);
    if (kind === 'not_found') throw new ProblemError('NOT_FOUND');
    if (kind === 'state') throw new ProblemError('ORDER_STATE', { detail: 'Only a paid order has tickets to send.' });
    return { state: kind };
  }
}

function searchOf({ search = '', saleId, state, email }: OrdersFilter, before?: string): OrderSearch {
  return {
    text: search.trim(),
    ...{ saleId: saleId ?? null, state: state ?? null, email: email?.trim() ?? null, before: before ?? null },
  };
}

function shapeOf(order: StaffOrder, saleName: string | undefined): StaffOrderShape {
  return {
    ...order,
    saleName: saleName ?? order.saleId,
    createdAt: order.createdAt.toISOString(),
    paidAt: order.paidAt?.toISOString() ?? null,
  };
}
