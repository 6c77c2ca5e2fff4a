import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FormDoor } from '../../platform/http/route-config.js';
import { PushService } from '../../queue/push/push.service.js';
import { mailStopPage } from './mail-stop.view.rules.js';
import { PlainAnswers } from './plain/plain-answers.service.js';

/**
 * Ends mails about turns, by the link in each of them. A mail program may post to it by itself (RFC 8058); opening the
 * link changes nothing, because mail scanners open links.
 */
@ApiExcludeController()
@Controller('mails/stop/:sealed')
export class MailStopController {
  constructor(
    private readonly push: PushService,
    private readonly answers: PlainAnswers,
  ) {}

  @Get()
  ask(
    @Param('sealed') sealed: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    return this.page(request, reply, this.push.isStopLink(sealed) ? 'ask' : 'invalid');
  }

  @Post()
  @HttpCode(200)
  @FormDoor()
  async stop(
    @Param('sealed') sealed: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(request, reply, (await this.push.stopMails(sealed)) ? 'stopped' : 'invalid');
  }

  private page(request: FastifyRequest, reply: FastifyReply, state: 'ask' | 'stopped' | 'invalid'): string {
    if (state === 'invalid') void reply.status(404);
    return this.answers.document(request, reply, mailStopPage(this.answers.languageOf(request), state));
  }
}
