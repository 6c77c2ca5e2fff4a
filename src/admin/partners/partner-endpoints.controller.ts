import { Controller, Get, Param, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AttemptsPage, EndpointShape, EndpointsPage, MessagesPage } from '../../contract/partners/webhook-shapes.js';
import { type EndpointCaller, EndpointCalls } from '../../partners/endpoints/endpoint-calls.service.js';
import { EndpointsQuery, MessagesQuery } from '../../partners/endpoints/endpoint-input.types.js';
import { streamOf } from '../../partners/events/stream.rules.js';
import { PartnersService } from '../../partners/partners.service.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';

/** A partner's endpoints as the promoter sees them: read-only, because their secrets and settings are the partner's. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/partners/:id/webhook-endpoints')
export class StaffPartnerEndpointsController {
  constructor(
    private readonly calls: EndpointCalls,
    private readonly partners: PartnersService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Endpoints of a partner, without their secrets, a hundred at a time' })
  @Answers(200, EndpointsPage)
  async list(
    @Param('id') id: string,
    @Query() query: EndpointsQuery,
    @Req() request: FastifyRequest,
  ): Promise<EndpointsPage> {
    return await this.calls.list(await this.callerOf(id, request), query);
  }

  @Get(':endpointId')
  @ApiOperation({ summary: 'One endpoint of a partner' })
  @Answers(200, EndpointShape)
  async read(
    @Param('id') id: string,
    @Param('endpointId') endpointId: string,
    @Req() request: FastifyRequest,
  ): Promise<EndpointShape> {
    return await this.calls.read(await this.callerOf(id, request), endpointId);
  }

  @Get(':endpointId/messages')
  @ApiOperation({ summary: 'Messages to an endpoint of a partner, with their payloads, newest first' })
  @Answers(200, MessagesPage)
  async messages(
    @Param('id') id: string,
    @Param('endpointId') endpointId: string,
    @Query() query: MessagesQuery,
    @Req() request: FastifyRequest,
  ): Promise<MessagesPage> {
    return await this.calls.messages(await this.callerOf(id, request), endpointId, query);
  }

  @Get(':endpointId/messages/:messageId/attempts')
  @ApiOperation({ summary: 'Each try to deliver one message to an endpoint of a partner' })
  @Answers(200, AttemptsPage)
  async attempts(
    @Param('id') id: string,
    @Param('endpointId') endpointId: string,
    @Param('messageId') messageId: string,
    @Req() request: FastifyRequest,
  ): Promise<AttemptsPage> {
    return await this.calls.attempts(await this.callerOf(id, request), endpointId, { messageId });
  }

  private async callerOf(partnerId: string, request: FastifyRequest): Promise<EndpointCaller> {
    if ((await this.partners.read(partnerId)) === null) throw new ProblemError('NOT_FOUND');
    return { actor: staffOf(request).actor, streamId: streamOf(partnerId) };
  }
}
