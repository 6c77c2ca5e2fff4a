import { Body, Controller, Get, HttpCode, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  MergedScans,
  ScanAnswer,
  ScanConflictShape,
  ScanListShape,
  ScanSaleShape,
} from '../../contract/orders/ticket-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { Answers, listOf } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { ScansService } from '../../tickets/door/scans.service.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { scannableOf } from './scan-sale.rules.js';
import { MergeBody, SaleQuery, ScanBody, ScanListQuery } from './scans.dto.js';
import { SalesService } from '../../sales/sales.service.js';

/** Gate recorded for scans that name none. */
const NO_GATE = 'door';
/** Limit of the list that door staff choose from: the shows nearest to now. */
const MAX_SALES = 200;

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Roles('owner', 'manager', 'scanner')
@Controller('v1/admin/scans')
export class ScansController {
  constructor(
    private readonly scans: ScansService,
    private readonly salesService: SalesService,
    private readonly sales: SaleCache,
    private readonly clock: Clock,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Scan a ticket at the door: of any number of scans one is `admitted`' })
  @Answers(200, ScanAnswer)
  async scan(@Body() body: ScanBody, @Req() request: FastifyRequest): Promise<ScanAnswer> {
    const { barcode, gate, saleId, device, scannedAt } = body;
    const by = device !== undefined && scannedAt !== undefined ? { device, scannedAt: new Date(scannedAt) } : null;
    return await this.scans.scan(
      { barcode, gate: gate ?? NO_GATE, saleId: saleId ?? null, by },
      staffOf(request).actor,
    );
  }

  @Get('sales')
  @ApiOperation({ summary: 'Sales whose tickets may be scanned, the earliest show first' })
  @Answers(200, listOf('ScanSales', 'sales', ScanSaleShape))
  async scannable(): Promise<{ sales: ScanSaleShape[] }> {
    return { sales: scannableOf(await this.salesService.nearShows(new Date(this.clock.nowMs()), MAX_SALES)) };
  }

  @Get('list')
  @ApiOperation({ summary: 'Valid tickets of a sale, signed, for a scanner without a network; 2,000 at a time' })
  @Answers(200, ScanListShape)
  async list(@Query() { saleId, after }: ScanListQuery): Promise<ScanListShape> {
    if (!(await this.sales.byId(saleId))) throw new ProblemError('NOT_FOUND');
    return await this.scans.list(saleId, after ?? null);
  }

  @Post('merge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Hand in what a scanner did offline: the first scan by time is the admission' })
  @Answers(200, MergedScans)
  async merge(@Body() { device, scans }: MergeBody, @Req() request: FastifyRequest): Promise<MergedScans> {
    const requests = scans.map(({ barcode, gate, saleId, scannedAt, letIn }) => ({
      barcode,
      gate: gate ?? NO_GATE,
      saleId: saleId ?? null,
      device,
      scannedAt: new Date(scannedAt),
      letIn,
    }));
    return await this.scans.merge(requests, staffOf(request).actor);
  }

  @Get('conflicts')
  @ApiOperation({ summary: 'Tickets that let in more than one bearer, the latest first' })
  @Answers(200, listOf('ScanConflicts', 'conflicts', ScanConflictShape))
  async conflicts(@Query() { saleId }: SaleQuery): Promise<{ conflicts: ScanConflictShape[] }> {
    return { conflicts: await this.scans.conflicts(saleId) };
  }
}
