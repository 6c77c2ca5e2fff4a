import { Controller, Get, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PartnerSelfShape } from '../../contract/partners/partner-shapes.js';
import { EventsPage, type WebhookEventType, webhookEventTypes } from '../../contract/partners/webhook-events.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { EventsService } from '../events/events.service.js';
import { ApiKeysService } from '../keys/api-keys.service.js';
import { PartnersService } from '../partners.service.js';
import { callerOf, PartnerGuard } from './partner.guard.js';
import { selfOfKey, selfOfOperator, selfOfSession } from './partner-self.js';
import { Scope } from './scope.types.js';

const NOT_A_SEQUENCE = { message: 'after must be a sequence number: 0, or the `next` of a page' };

class EventsQuery {
  /** Last sequence the caller has; 0 starts at the beginning. */
  @IsOptional()
  @Type(() => Number)
  @IsInt(NOT_A_SEQUENCE)
  @Min(0, NOT_A_SEQUENCE)
  @Max(Number.MAX_SAFE_INTEGER, NOT_A_SEQUENCE)
  after = 0;
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;
  /** Comma-separated types; omitted: all. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @ArrayMaxSize(webhookEventTypes.length)
  @ArrayUnique()
  @IsIn([...webhookEventTypes], { each: true })
  types: WebhookEventType[] = [];
  /** Long-poll timeout in seconds: how long an empty page waits for an event. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(25)
  wait = 0;
}

@ApiTags('partners')
@ApiBearerAuth('bearer')
@Controller('v1/partner')
@UseGuards(PartnerGuard)
export class PartnerController {
  constructor(
    private readonly events: EventsService,
    private readonly keys: ApiKeysService,
    private readonly partners: PartnersService,
  ) {}

  @Get('me')
  @Scope('any')
  @ApiOperation({ summary: 'Whom the caller stands for, and what it may do' })
  @Answers(200, PartnerSelfShape)
  async me(@Req() request: FastifyRequest): Promise<PartnerSelfShape> {
    const { via, partnerId } = callerOf(request);
    if (via.kind === 'session') return selfOfSession(via.session);
    if (via.kind === 'operator') return selfOfOperator();
    const [key, partner] = await Promise.all([
      this.keys.read(via.keyId),
      partnerId === null ? null : this.partners.read(partnerId),
    ]);
    if (!key) throw new ProblemError('API_KEY_INVALID');
    return selfOfKey(key, partner);
  }

  @Get('events')
  @Scope('events:read')
  @ApiOperation({ summary: 'Events after a sequence number: what webhooks tell, word for word and without gaps' })
  @Answers(200, EventsPage)
  async list(
    @Query() query: EventsQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EventsPage> {
    const { after, limit, types, wait } = query;
    const hangUp = new AbortController();
    reply.raw.once('close', () => hangUp.abort());
    return await this.events.after(
      callerOf(request).partnerId,
      { after, limit, types, waitSeconds: wait },
      hangUp.signal,
    );
  }
}
