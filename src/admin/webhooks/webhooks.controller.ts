import { Controller, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type EndpointCaller, EndpointCalls } from '../../partners/endpoints/endpoint-calls.service.js';
import { EndpointDoors } from '../../partners/endpoints/endpoint-doors.types.js';
import { HOUSE_STREAM } from '../../partners/events/stream.rules.js';
import { RolesToChange, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';

/** The promoter's webhook endpoints, with messages and attempts. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@RolesToChange('owner', 'manager')
@Controller('v1/admin/webhook-endpoints')
export class StaffWebhooksController extends EndpointDoors {
  // Nest resolves injected types from the class itself
  constructor(calls: EndpointCalls) {
    super(calls);
  }

  protected override callerOf(request: FastifyRequest): EndpointCaller {
    return { actor: staffOf(request).actor, streamId: HOUSE_STREAM };
  }
}
