import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  type RawBodyRequest,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RepeatedBy } from '../../platform/idempotency/repeated-by.js';
import { planOf } from '../../inventory/seats/house-document.rules.js';
import {
  HousePlan,
  SaleSeatMapShape,
  SeatMapList,
  SeatMapShape,
  SeatMapSummary,
} from '../../contract/stock/seat-map-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { LargeBody, UnparsedBody } from '../../platform/http/route-config.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { SeatMapsService } from '../../inventory/seats/seat-maps.service.js';
import { PlainText } from '../../platform/http/plain-text.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { SaleSeatMaps } from './sale-seat-maps.service.js';

class ImportQuery {
  /** Name of the map, unless its file contains one. */
  @IsOptional()
  @PlainText(60)
  name?: string;
}

class FormatQuery {
  @IsOptional()
  @IsIn(['json', 'csv'])
  format?: 'json' | 'csv';
}

const CSV = 'text/csv';

/** Venue seat maps that sales are created with. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/seat-maps')
export class SeatMapsController {
  constructor(
    private readonly maps: SeatMapsService,
    private readonly audit: AuditService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Stored maps, newest first, and those that come with the program' })
  @Answers(200, SeatMapList)
  async list(): Promise<SeatMapList> {
    return { seatMaps: await this.maps.list() };
  }

  @Post()
  @Roles('owner', 'manager')
  @LargeBody(StaffGuard)
  @UnparsedBody()
  @ApiConsumes('application/json', CSV)
  @ApiBody({
    schema: { type: 'object', description: 'The map (docs/seat-map.md), or {name, seatMap} or {name, csv}.' },
  })
  @ApiOperation({ summary: 'Import a map as JSON or as CSV; what is wrong with it is named by line' })
  @Answers(201, SeatMapSummary)
  async import(
    @Query() { name }: ImportQuery,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<SeatMapSummary> {
    const format = (request.headers['content-type'] ?? '').startsWith(CSV) ? 'csv' : 'json';
    const result = await this.maps.import(request.rawBody?.toString('utf8') ?? '', format, name ?? null);
    if (result.kind === 'invalid') throw new ProblemError('VALIDATION_FAILED', { errors: result.errors });
    if (result.kind === 'limit') throw new ProblemError('SEAT_MAP_LIMIT');
    const { id, seats } = result.map;
    await this.audit.record(staffOf(request).actor, 'seat-map.import', id, { name: result.map.name, seats });
    return result.map;
  }

  @Get(':id')
  @ApiQuery({ name: 'format', required: false, enum: ['json', 'csv'] })
  @ApiProduces('application/json', CSV)
  @ApiOperation({ summary: 'One map in the long form, or as a CSV' })
  @Answers(200, SeatMapShape, CSV)
  async read(
    @Param('id') id: string,
    @Query() { format }: FormatQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SeatMapShape | string> {
    if (format === 'csv' || (format === undefined && request.headers.accept?.startsWith(CSV))) {
      const csv = await this.maps.csv(id);
      if (csv === null) throw new ProblemError('NOT_FOUND');
      void reply.header('content-type', `${CSV}; charset=utf-8`);
      void reply.header('content-disposition', `attachment; filename="seat-map.csv"`);
      return csv;
    }
    const map = await this.maps.read(id);
    if (!map) throw new ProblemError('NOT_FOUND');
    return { ...map.summary, seatMap: map.document };
  }

  @Get(':id/plan')
  @ApiOperation({ summary: 'One map in outlines, as fans are shown it; zones stand for ticket types' })
  @Answers(200, HousePlan)
  async plan(@Param('id') id: string): Promise<HousePlan> {
    const house = await this.maps.house(id);
    if (!house) throw new ProblemError('NOT_FOUND');
    return planOf(
      0,
      house.frame,
      house.seats.map((seat) => ({ ...seat, ticketTypeId: seat.zone ?? '' })),
    );
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Delete a stored map; sales that copied it keep theirs' })
  @AnswersNothing()
  async remove(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    const result = await this.maps.remove(id);
    if (result === 'unknown') throw new ProblemError('NOT_FOUND');
    if (result === 'shipped') throw new ProblemError('SEAT_MAP_SHIPPED');
    await this.audit.record(staffOf(request).actor, 'seat-map.delete', id);
  }
}

/** The seat map of one sale. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/sales/:id/seat-map')
export class SaleSeatMapController {
  constructor(private readonly maps: SaleSeatMaps) {}

  @Get()
  @ApiOperation({ summary: 'The seat map of a sale in the long form; null for a sale without seats' })
  @Answers(200, SaleSeatMapShape)
  async read(@Param('id') id: string): Promise<SaleSeatMapShape> {
    return await this.maps.read(id);
  }

  /** The body is the map itself. */
  @Put()
  @RepeatedBy<SaleSeatMapController>('read')
  @Roles('owner', 'manager')
  @LargeBody(StaffGuard)
  @ApiBody({ schema: { type: 'object', description: 'The map: docs/seat-map.md.' } })
  @ApiOperation({
    summary: 'Give a draft another map; once published, the same seats may be named and placed otherwise',
  })
  @Answers(200, SaleSeatMapShape)
  async replace(
    @Param('id') id: string,
    @Body() body: Record<string, unknown>,
    @Req() request: FastifyRequest,
  ): Promise<SaleSeatMapShape> {
    return await this.maps.replace(staffOf(request), id, body);
  }
}
