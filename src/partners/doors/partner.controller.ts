import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { PartnersService } from '../partners.service.js';
import { PartnerGuard, principalOf, Scope } from './partner.guard.js';
import { EventsPage } from '../../contract/webhook-events.js';
import { Answers } from '../../platform/openapi/answers.js';

class EventsQuery {
  /** The last sequence that the caller has; 0 begins at the beginning. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  after = 0;
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 100;
}

@ApiTags('partners')
@ApiBearerAuth('bearer')
@Controller('v1/partner')
@UseGuards(PartnerGuard)
export class PartnerController {
  constructor(private readonly partners: PartnersService) {}

  @Get('events')
  @Scope('events:read')
  @ApiOperation({ summary: 'Events after a sequence number: the same stream as the webhooks, without gaps' })
  @Answers(200, EventsPage)
  async events(@Query() query: EventsQuery, @Req() request: FastifyRequest): Promise<EventsPage> {
    const found = await this.partners.eventsAfter(principalOf(request).partnerId, query.after, query.limit);
    const events = found.map((event) => ({ ...event, timestamp: event.timestamp.toISOString() }));
    return { events, next: events.at(-1)?.sequence ?? query.after };
  }
}
