import { Controller, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type EndpointCaller, EndpointCalls } from '../endpoints/endpoint-calls.service.js';
import { EndpointDoors } from '../endpoints/endpoint-doors.types.js';
import { streamOf } from '../events/stream.rules.js';
import { callerOf, PartnerGuard } from './partner.guard.js';

/** A partner's own endpoints, fed from the partner's own stream. */
@ApiTags('partners')
@ApiBearerAuth('bearer')
@UseGuards(PartnerGuard)
@Controller('v1/partner/webhook-endpoints')
export class PartnerWebhooksController extends EndpointDoors {
  // Nest resolves injected types from the class itself
  constructor(calls: EndpointCalls) {
    super(calls);
  }

  protected override callerOf(request: FastifyRequest): EndpointCaller {
    const { actor, partnerId } = callerOf(request);
    return { actor, streamId: streamOf(partnerId) };
  }
}
