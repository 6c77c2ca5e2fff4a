import { Body, Controller, Delete, Get, HttpCode, Put, Req } from '@nestjs/common';
import { ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PushKeyShape, PushShape } from '../../contract/line/push-shapes.js';
import { Cacheable } from '../../platform/http/route-config.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { placeTokenOf } from '../places/device-cookie.js';
import { placeProblem } from '../places/place.errors.js';
import { PushBody } from './push.dto.js';
import { PushService } from './push.service.js';

/** Subscribes devices to push messages about their fan's turn. */
@ApiTags('place')
@Controller('v1')
export class PushController {
  constructor(private readonly push: PushService) {}

  @Get('push-key')
  @Cacheable('public, max-age=60')
  @ApiOperation({ summary: 'The key that browsers subscribe to push messages with' })
  @Answers(200, PushKeyShape)
  key(): PushKeyShape {
    return { publicKey: this.push.publicKey };
  }

  @Put('place/push')
  @HttpCode(200)
  @ApiSecurity('place')
  @ApiOperation({ summary: 'Subscribe this device to messages about my turn; replaces the previous device' })
  @Answers(200, PushShape)
  async subscribe(@Req() request: FastifyRequest, @Body() body: PushBody): Promise<PushShape> {
    const result = await this.push.subscribe(placeTokenOf(request), body);
    if (result.kind === 'not_a_push_service') throw new ProblemError('PUSH_SERVICE_UNKNOWN');
    if (result.kind !== 'on') throw placeProblem(result);
    return { state: 'on' };
  }

  @Delete('place/push')
  @HttpCode(204)
  @ApiSecurity('place')
  @ApiOperation({ summary: 'Unsubscribe this device' })
  @AnswersNothing(204)
  async unsubscribe(@Req() request: FastifyRequest): Promise<void> {
    const result = await this.push.unsubscribe(placeTokenOf(request), 'push');
    if (result.kind !== 'off') throw placeProblem(result);
  }
}
