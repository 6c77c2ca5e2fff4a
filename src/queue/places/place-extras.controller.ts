import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ExtraTimeShape, GroupShape, HandoffShape, ReceiptShape } from '../../contract/line/place-shapes.js';
import { Answers } from '../../platform/openapi/answers.js';
import { DeviceCookie, placeTokenOf } from './device-cookie.js';
import { GroupService } from './group.service.js';
import { HandoffService } from './handoff.service.js';
import { placeProblem } from './place.errors.js';
import { PlaceService } from './place.service.js';
import { ReceiptService } from './receipt.service.js';

/** Extras for the bearer of a place: hand-off, group, extra time and receipt. */
@ApiTags('place')
@ApiSecurity('place')
@Controller('v1/place')
export class PlaceExtrasController {
  constructor(
    private readonly handoffs: HandoffService,
    private readonly groups: GroupService,
    private readonly places: PlaceService,
    private readonly receipts: ReceiptService,
    private readonly device: DeviceCookie,
  ) {}

  @Post('handoff')
  @ApiOperation({ summary: 'A code that moves my place to another device, once and within 90 seconds' })
  @Answers(201, HandoffShape)
  async handoff(@Req() request: FastifyRequest): Promise<HandoffShape> {
    const result = await this.handoffs.offer(placeTokenOf(request));
    if (result.kind !== 'code') throw placeProblem(result);
    const { code, url, expiresAt } = result;
    return { code, url, expiresAt };
  }

  @Post('group')
  @ApiOperation({ summary: 'A code by which friends share my number; before the sale opens' })
  @Answers(201, GroupShape)
  async group(@Req() request: FastifyRequest): Promise<GroupShape> {
    const result = await this.groups.open(placeTokenOf(request));
    if (result.kind !== 'group') throw placeProblem(result);
    const { groupCode, members, most } = result;
    return { groupCode, members, most };
  }

  @Post('extra-time')
  @HttpCode(200)
  @ApiOperation({ summary: 'Double my time limits (accessibility); private' })
  @Answers(200, ExtraTimeShape)
  async extraTime(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ExtraTimeShape> {
    const result = await this.places.extraTime(placeTokenOf(request));
    if (result.kind !== 'extra_time') throw placeProblem(result);
    const { saleId, placeToken, factor } = result;
    this.device.renew(request, reply, saleId, placeToken);
    return { factor, placeToken };
  }

  @Get('receipt')
  @ApiOperation({ summary: 'A signed receipt of my place, with the reasons for where it is' })
  @Answers(200, ReceiptShape)
  async receipt(@Req() request: FastifyRequest): Promise<ReceiptShape> {
    const result = await this.receipts.receipt(placeTokenOf(request));
    if (result.kind !== 'receipt') throw placeProblem(result);
    const { kind: _kind, ...shape } = result;
    return shape;
  }
}
