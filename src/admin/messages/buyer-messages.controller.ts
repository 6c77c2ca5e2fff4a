import { Body, Controller, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { SafeToRepeat } from '../../platform/idempotency/repeated-by.js';
import { BuyerMessages, type SendResult } from '../../checkout/messages/buyer-messages.service.js';
import {
  BuyerMessageList,
  BuyerMessageShape,
  MessageAudienceShape,
} from '../../contract/orders/buyer-message-shapes.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { bodyHash, IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { AudienceBody, BuyerMessageBody } from './buyer-messages.dto.js';

/** Messages by mail to whoever has tickets of a sale. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/sales/:id/messages')
export class BuyerMessagesController {
  constructor(
    private readonly messages: BuyerMessages,
    private readonly idempotency: IdempotencyService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Messages to buyers, newest first, and how far each has come' })
  @Answers(200, BuyerMessageList)
  async list(@Param('id') id: string): Promise<BuyerMessageList> {
    const messages = await this.messages.list(id);
    if (messages === null) throw new ProblemError('NOT_FOUND');
    return { messages };
  }

  @Post('audience')
  @SafeToRepeat()
  @HttpCode(200)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Whom a message would reach, by language; nothing is sent' })
  @Answers(200, MessageAudienceShape)
  async audience(
    @Param('id') id: string,
    @Body() { ticketTypeIds = [], sections = [] }: AudienceBody,
  ): Promise<MessageAudienceShape> {
    const audience = await this.messages.audience(id, { ticketTypeIds, sections });
    if (audience === null) throw new ProblemError('NOT_FOUND');
    return audience;
  }

  @Post()
  @HttpCode(202)
  @Roles('owner', 'manager')
  @ApiOperation({
    summary: 'Mail everybody who has a ticket, or those of some ticket types or sections: one mail a person',
  })
  @Answers(202, BuyerMessageShape)
  async send(
    @Param('id') saleId: string,
    @Body() body: BuyerMessageBody,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
  ): Promise<BuyerMessageShape> {
    const { actor } = staffOf(request);
    const { subject, text, texts = {}, ticketTypeIds = [], sections = [] } = body;
    const draft = { saleId, subject, text, texts, ticketTypeIds, sections };
    const call = { scope: `message:${saleId}:${actor}`, key, hash: bodyHash(body) };
    const id = await this.idempotency.once(call, async (keep) => sentId(await this.messages.send(draft, actor, keep)));
    const message = await this.messages.find(id);
    if (message === null) throw new ProblemError('NOT_FOUND');
    return message;
  }
}

function sentId(result: SendResult): string {
  switch (result.kind) {
    case 'sending':
      return result.id;
    case 'not_found':
      throw new ProblemError('NOT_FOUND');
    case 'invalid':
      throw new ProblemError('VALIDATION_FAILED', { errors: result.errors });
    case 'mail_off':
      throw new ProblemError('NOT_SUPPORTED', { detail: 'Messages need a mail server: set ROPELINE_MAIL_URL.' });
    case 'nobody':
      throw new ProblemError('VALIDATION_FAILED', {
        errors: [{ field: 'ticketTypeIds', message: 'name nobody: no such ticket has been sold' }],
      });
    case 'too_many':
      throw new ProblemError('MESSAGE_LIMIT');
  }
}
