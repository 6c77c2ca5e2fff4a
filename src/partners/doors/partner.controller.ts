import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { StreamEventView } from '../partners.repository.js';
import { PartnersService } from '../partners.service.js';
import { PartnerGuard, principalOf, Scope } from './partner.guard.js';

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
  async events(
    @Query() query: EventsQuery,
    @Req() request: FastifyRequest,
  ): Promise<{ events: StreamEventView[]; next: number }> {
    const events = await this.partners.eventsAfter(principalOf(request).partnerId, query.after, query.limit);
    return { events, next: events.at(-1)?.sequence ?? query.after };
  }
}
