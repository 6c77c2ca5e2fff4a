import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Config } from '../../platform/config/config.js';
import { AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { NoForeignPageGuard } from '../../platform/http/no-foreign-page.guard.js';
import { networkOf } from '../sign-in/visitor.js';
import { AskResetBody, ConfirmResetBody } from './account.dto.js';
import { PasswordResets } from './password-resets.service.js';

@ApiTags('staff')
@UseGuards(NoForeignPageGuard)
@Controller('v1/admin/password-resets')
export class PasswordResetsController {
  constructor(
    private readonly resets: PasswordResets,
    private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask for a link that sets a new password; the answer is the same for every address' })
  @AnswersNothing(202)
  async ask(@Body() { email }: AskResetBody, @Req() request: FastifyRequest): Promise<void> {
    await this.resets.ask(email, networkOf(request, this.config.trustedProxies));
  }

  @Post('confirm')
  @HttpCode(204)
  @ApiOperation({ summary: 'Set a new password with the link; every session ends' })
  @AnswersNothing()
  async confirm(@Body() { token, password }: ConfirmResetBody): Promise<void> {
    const result = await this.resets.confirm(token, password);
    if (result === 'busy') throw new ProblemError('RATE_LIMITED');
    if (result === 'refused') throw new ProblemError('LINK_INVALID');
  }
}
