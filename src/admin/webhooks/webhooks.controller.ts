import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import {
  AttemptShape,
  EndpointShape,
  MessageShape,
  QueuedAnswer,
  SecretAnswer,
  SentAnswer,
} from '../../contract/staff-shapes.js';
import { type WebhookEventType, webhookEventTypes } from '../../contract/webhook-events.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { WebhooksService } from '../../partners/endpoints/webhooks.service.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { attemptOf, endpointOf, messageOf } from './webhook.shapes.js';
import { Answers, AnswersNothing, listOf } from '../../platform/openapi/answers.js';

const MAX_URL_CHARACTERS = 2_000;

class EndpointBody {
  @IsString()
  @Length(8, MAX_URL_CHARACTERS)
  url: string;
  /** Left out or empty: all. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(webhookEventTypes.length)
  @ArrayUnique()
  @IsIn([...webhookEventTypes], { each: true })
  types?: WebhookEventType[];
}

class ReplayBody {
  @Matches(/^evt_[0-9A-Za-z_-]{1,60}$/)
  messageId: string;
}

/** Endpoints of the house: who is told of events, what was sent and what came back. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/webhook-endpoints')
export class StaffWebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly audit: AuditService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All endpoints, without their secrets' })
  @Answers(200, listOf('WebhookEndpoints', 'endpoints', EndpointShape))
  async list(): Promise<{ endpoints: EndpointShape[] }> {
    return { endpoints: (await this.webhooks.list()).map(endpointOf) };
  }

  @Post()
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Add an endpoint; its secret is shown only in this answer' })
  @Answers(201, EndpointShape)
  async create(@Body() { url, types = [] }: EndpointBody, @Req() request: FastifyRequest): Promise<EndpointShape> {
    const result = await this.webhooks.create(url, types);
    if (result.kind === 'url_refused') throw new ProblemError('ENDPOINT_URL_REFUSED', { detail: result.why });
    if (result.kind === 'too_many') throw new ProblemError('ENDPOINT_LIMIT');
    await this.note(request, 'webhook.create', result.endpoint.id);
    return { ...endpointOf(result.endpoint), secret: result.secret };
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Remove an endpoint; what was not delivered yet is not sent any more' })
  @AnswersNothing()
  async remove(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.webhooks.remove(id))) throw new ProblemError('NOT_FOUND');
    await this.note(request, 'webhook.remove', id);
  }

  @Post(':id/test')
  @HttpCode(202)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Send an endpoint.test event by the path that all events take' })
  @Answers(202, SentAnswer)
  async test(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ sent: true }> {
    if (!(await this.webhooks.test(id))) throw new ProblemError('NOT_FOUND');
    await this.note(request, 'webhook.test', id);
    return { sent: true };
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'A new secret, shown only here; the old one signs too for a day' })
  @Answers(200, SecretAnswer)
  async rotate(@Param('id') id: string, @Req() request: FastifyRequest): Promise<{ secret: string }> {
    const secret = await this.webhooks.rotateSecret(id);
    if (secret === null) throw new ProblemError('NOT_FOUND');
    await this.note(request, 'webhook.rotate_secret', id);
    return { secret };
  }

  @Get(':id/messages')
  @ApiOperation({ summary: 'The newest hundred messages to this endpoint' })
  @Answers(200, listOf('WebhookMessages', 'messages', MessageShape))
  async messages(@Param('id') id: string): Promise<{ messages: MessageShape[] }> {
    await this.known(id);
    return { messages: (await this.webhooks.messages(id)).map(messageOf) };
  }

  @Get(':id/messages/:messageId/attempts')
  @ApiOperation({ summary: 'Each try to deliver one message' })
  @Answers(200, listOf('WebhookAttempts', 'attempts', AttemptShape))
  async attempts(
    @Param('id') id: string,
    @Param('messageId') messageId: string,
  ): Promise<{ attempts: AttemptShape[] }> {
    await this.known(id);
    return { attempts: (await this.webhooks.attempts(id, messageId)).map(attemptOf) };
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Send one message again, now' })
  @Answers(202, QueuedAnswer)
  async replay(
    @Param('id') id: string,
    @Body() { messageId }: ReplayBody,
    @Req() request: FastifyRequest,
  ): Promise<{ queued: true }> {
    if (!(await this.webhooks.replay(id, messageId))) throw new ProblemError('NOT_FOUND');
    await this.note(request, 'webhook.replay', id, { messageId });
    return { queued: true };
  }

  private async known(id: string): Promise<void> {
    if (!(await this.webhooks.list()).some((endpoint) => endpoint.id === id)) throw new ProblemError('NOT_FOUND');
  }

  private async note(request: FastifyRequest, action: string, id: string, data: Record<string, string> = {}) {
    await this.audit.record(staffOf(request).actor, action, id, data);
  }
}
