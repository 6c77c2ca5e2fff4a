import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdmissionShape, DeferredPlaceShape, PlaceShape } from '../../contract/line/line-shapes.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import type { HotRequest } from '../../platform/http/hot-request.js';
import { HotDoor } from '../../platform/http/route-config.js';
import { DeviceCookie, placeTokenOf } from './device-cookie.js';
import { ClaimBody, DeferBody } from './place.dto.js';
import { placeProblem } from './place.errors.js';
import { PlaceService } from '../places/place.service.js';
import { ClaimService } from '../admission/claim.service.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';

/** Calls about the bearer's place. */
@ApiTags('place')
@ApiSecurity('place')
@Controller('v1/place')
export class PlaceController {
  constructor(
    private readonly places: PlaceService,
    private readonly claims: ClaimService,
    private readonly device: DeviceCookie,
  ) {}

  @Get()
  @HotDoor({ withoutRouter: true })
  @ApiOperation({ summary: 'How my place stands; counts as a sign of life' })
  @Answers(200, PlaceShape)
  async place(@Req() request: HotRequest): Promise<PlaceShape> {
    const result = await this.places.polledPlace(placeTokenOf(request));
    if (result.kind !== 'place') throw placeProblem(result);
    return result.place;
  }

  @Post('admission')
  @HotDoor({ withoutRouter: true })
  @HttpCode(200)
  @ApiOperation({ summary: 'Claim my turn, or renew my pass; counts as a sign of life' })
  @Answers(200, AdmissionShape)
  async claim(@Req() request: HotRequest, @Body() body: ClaimBody): Promise<AdmissionShape> {
    const result = await this.claims.claim(placeTokenOf(request), body.pass, body.unattended !== true);
    if (result.kind !== 'admitted') throw placeProblem(result);
    const { pass, expiresAt, admissionEndsAt, idleUntil, members } = result;
    return { pass, expiresAt, admissionEndsAt, idleUntil, members };
  }

  @Post('defer')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put my turn off, twice at most; the answer carries the new place token' })
  @Answers(200, DeferredPlaceShape)
  async defer(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body() body: DeferBody,
    @IdempotencyKey() idempotencyKey: string | null,
  ): Promise<DeferredPlaceShape> {
    const result = await this.places.defer(placeTokenOf(request), body.minutes, idempotencyKey);
    if (result.kind !== 'deferred') throw placeProblem(result);
    this.device.renew(request, reply, result.saleId, result.placeToken);
    return { ...result.place, placeToken: result.placeToken };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Leave the line for good' })
  @AnswersNothing()
  async leave(@Req() request: FastifyRequest): Promise<void> {
    const result = await this.places.leave(placeTokenOf(request));
    if (result.kind !== 'left_now') throw placeProblem(result);
  }
}
