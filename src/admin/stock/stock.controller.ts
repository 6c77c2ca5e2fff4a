import { Body, Controller, Get, HttpCode, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiExtraModels, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RepeatedBy } from '../../platform/idempotency/repeated-by.js';
import { AddedTypeAnswer, ChannelsAnswer, StockAnswer } from '../../contract/stock/stock-shapes.js';
import { Answers } from '../../platform/openapi/answers.js';
import { validationPipe } from '../../platform/problem/validation.js';
import { TicketTypeInput } from '../../sales/catalogue/input/ticket-type-input.types.js';
import { ChannelInput, ChannelsInput, StockChangeInput } from '../../sales/catalogue/input/stock-input.types.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { StaffStockService } from './staff-stock.service.js';

/** Stock of a sale on sale, and its allocation to channels. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/sales/:id')
export class StaffStockController {
  private readonly pipe = validationPipe();

  constructor(private readonly stock: StaffStockService) {}

  @Post('stock')
  @HttpCode(200)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Raise or cut a capacity, or withdraw, block or put back seats: all of it or nothing' })
  @Answers(200, StockAnswer)
  async change(
    @Param('id') id: string,
    @Body() body: StockChangeInput,
    @Req() request: FastifyRequest,
  ): Promise<StockAnswer> {
    return await this.stock.change(staffOf(request), id, body);
  }

  @Post('ticket-types')
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Add a ticket type without seats, also while the sale sells' })
  @Answers(201, AddedTypeAnswer)
  async addType(
    @Param('id') id: string,
    @Body() body: TicketTypeInput,
    @Req() request: FastifyRequest,
  ): Promise<AddedTypeAnswer> {
    return await this.stock.addType(staffOf(request), id, body);
  }

  @Get('channels')
  @ApiOperation({ summary: 'Channels with their allocations' })
  @Answers(200, ChannelsAnswer)
  async channels(@Param('id') id: string): Promise<ChannelsAnswer> {
    return await this.stock.channels(id);
  }

  /** The body is the list itself, or the document that GET answers. */
  @Put('channels')
  @RepeatedBy<StaffStockController>('channels')
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Make these the channels of the sale; what none of them has is public' })
  @ApiExtraModels(ChannelInput, ChannelsInput)
  @ApiBody({
    schema: {
      oneOf: [{ type: 'array', items: { $ref: getSchemaPath(ChannelInput) } }, { $ref: getSchemaPath(ChannelsInput) }],
    },
  })
  @Answers(200, ChannelsAnswer)
  async setChannels(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
  ): Promise<ChannelsAnswer> {
    const checked = (await this.pipe.transform(Array.isArray(body) ? { channels: body } : body, {
      type: 'body',
      metatype: ChannelsInput,
    })) as ChannelsInput;
    return await this.stock.setChannels(staffOf(request), id, checked.channels, checked.version);
  }
}
