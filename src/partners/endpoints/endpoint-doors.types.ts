import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RepeatedBy } from '../../platform/idempotency/repeated-by.js';
import {
  AttemptsPage,
  EndpointShape,
  EndpointsPage,
  MessageShape,
  MessagesPage,
  QueuedAnswer,
  SecretAnswer,
  SentAnswer,
} from '../../contract/partners/webhook-shapes.js';
import { type EndpointCaller, EndpointCalls } from './endpoint-calls.service.js';
import {
  AttemptsQuery,
  EndpointBody,
  EndpointPatchBody,
  EndpointsQuery,
  MessagesQuery,
  ReplayBody,
} from './endpoint-input.types.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { Scope } from '../doors/scope.types.js';

/** Webhook endpoint routes. Subclasses define path, access and stream; promoter and partner routes behave alike. */
export abstract class EndpointDoors {
  constructor(private readonly calls: EndpointCalls) {}

  protected abstract callerOf(request: FastifyRequest): EndpointCaller;

  @Get()
  @Scope('endpoints:read')
  @ApiOperation({ summary: 'Endpoints, without their secrets, a hundred at a time' })
  @Answers(200, EndpointsPage)
  async list(@Query() query: EndpointsQuery, @Req() request: FastifyRequest): Promise<EndpointsPage> {
    return await this.calls.list(this.callerOf(request), query);
  }

  @Post()
  @Scope('endpoints:write')
  @ApiOperation({ summary: 'Add an endpoint; its secret is shown only in this answer' })
  @Answers(201, EndpointShape)
  async create(@Body() body: EndpointBody, @Req() request: FastifyRequest): Promise<EndpointShape> {
    return await this.calls.create(this.callerOf(request), body);
  }

  @Get(':id')
  @Scope('endpoints:read')
  @ApiOperation({ summary: 'One endpoint' })
  @Answers(200, EndpointShape)
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<EndpointShape> {
    return await this.calls.read(this.callerOf(request), id);
  }

  @Patch(':id')
  @RepeatedBy<EndpointDoors>('read')
  @Scope('endpoints:write')
  @ApiOperation({ summary: 'Change it, disable it or enable it again; its secret stays' })
  @Answers(200, EndpointShape)
  async update(
    @Param('id') id: string,
    @Body() body: EndpointPatchBody,
    @Req() request: FastifyRequest,
  ): Promise<EndpointShape> {
    return await this.calls.update(this.callerOf(request), id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Scope('endpoints:write')
  @ApiOperation({ summary: 'Remove an endpoint; what was not delivered yet is not sent any more' })
  @AnswersNothing()
  async remove(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    await this.calls.remove(this.callerOf(request), id);
  }

  @Post(':id/test')
  @HttpCode(202)
  @Scope('endpoints:write')
  @ApiOperation({ summary: 'Send endpoint.test to this endpoint and no other, whatever it subscribes to; tried once' })
  @Answers(202, SentAnswer)
  async test(@Param('id') id: string, @Req() request: FastifyRequest): Promise<SentAnswer> {
    return await this.calls.test(this.callerOf(request), id);
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @Scope('endpoints:write')
  @ApiOperation({ summary: 'A new secret, shown only here; each older one signs too until its own 24 hours are over' })
  @Answers(200, SecretAnswer)
  async rotate(@Param('id') id: string, @Req() request: FastifyRequest): Promise<SecretAnswer> {
    return await this.calls.rotateSecret(this.callerOf(request), id);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Scope('endpoints:write')
  @ApiOperation({ summary: 'Send again: one message, a range of sequences, or all that was missed; 10,000 at most' })
  @Answers(202, QueuedAnswer)
  async replay(
    @Param('id') id: string,
    @Body() body: ReplayBody,
    @Req() request: FastifyRequest,
  ): Promise<QueuedAnswer> {
    return await this.calls.replay(this.callerOf(request), id, body);
  }

  @Get(':id/messages')
  @Scope('endpoints:read')
  @ApiOperation({ summary: 'Messages to this endpoint with their payloads, newest first, a hundred at a time' })
  @Answers(200, MessagesPage)
  async messages(
    @Param('id') id: string,
    @Query() query: MessagesQuery,
    @Req() request: FastifyRequest,
  ): Promise<MessagesPage> {
    return await this.calls.messages(this.callerOf(request), id, query);
  }

  @Get(':id/messages/:messageId')
  @Scope('endpoints:read')
  @ApiOperation({ summary: 'One message' })
  @Answers(200, MessageShape)
  async message(
    @Param('id') id: string,
    @Param('messageId') messageId: string,
    @Req() request: FastifyRequest,
  ): Promise<MessageShape> {
    return await this.calls.message(this.callerOf(request), id, messageId);
  }

  @Get(':id/messages/:messageId/attempts')
  @Scope('endpoints:read')
  @ApiOperation({ summary: 'Each try to deliver one message' })
  @Answers(200, AttemptsPage)
  async attemptsOf(
    @Param('id') id: string,
    @Param('messageId') messageId: string,
    @Req() request: FastifyRequest,
  ): Promise<AttemptsPage> {
    return await this.calls.attempts(this.callerOf(request), id, { messageId });
  }

  @Get(':id/attempts')
  @Scope('endpoints:read')
  @ApiOperation({ summary: 'Tries to deliver to this endpoint, newest first, a hundred at a time' })
  @Answers(200, AttemptsPage)
  async attempts(
    @Param('id') id: string,
    @Query() query: AttemptsQuery,
    @Req() request: FastifyRequest,
  ): Promise<AttemptsPage> {
    return await this.calls.attempts(this.callerOf(request), id, query);
  }
}
