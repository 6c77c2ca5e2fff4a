import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MovedPlaceShape } from '../../contract/place-shapes.js';
import { Config } from '../../platform/config/config.js';
import { isForeignPage } from '../../platform/http/same-origin.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { DeviceCookie } from './device-cookie.js';
import { HandoffService } from './handoff.service.js';
import { placeProblem } from './place.errors.js';

/** Receiving end of a hand-off. */
@ApiTags('place')
@Controller('v1/handoffs')
export class HandoffsController {
  constructor(
    private readonly handoffs: HandoffService,
    private readonly device: DeviceCookie,
    private readonly config: Config,
  ) {}

  @Post(':code')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take a place over from another device; its token counts no more' })
  @Answers(200, MovedPlaceShape)
  async take(
    @Param('code') code: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MovedPlaceShape> {
    // sets a cookie, so cross-site requests are refused: they could plant another place in the browser
    if (isForeignPage(request.headers, this.config.publicUrl)) throw new ProblemError('FORBIDDEN_ORIGIN');
    const result = await this.handoffs.take(code);
    if (result.kind !== 'moved_here') throw placeProblem(result);
    const { placeToken, number, lane, joinedAt, saleId } = result;
    this.device.set(reply, saleId, placeToken);
    return { placeToken, number, lane, joinedAt, saleId };
  }
}
