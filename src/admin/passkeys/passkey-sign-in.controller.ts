import { Body, Controller, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PasskeyOptionsShape, SignInWaysShape } from '../../contract/staff/passkey-shapes.js';
import { StaffSessionShape } from '../../contract/staff/staff-shapes.js';
import { Config } from '../../platform/config/config.js';
import { NoForeignPageGuard } from '../../platform/http/no-foreign-page.guard.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { deviceWords } from '../sign-in/device-words.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import { SignInStore } from '../sign-in/sign-in.store.js';
import { StaffSessions } from '../sign-in/staff-sessions.js';
import { aloneCounter } from '../sign-in/throttle.rules.js';
import { networkOf } from '../sign-in/visitor.js';
import { PasskeySignInBody } from './passkeys.dto.js';
import { Passkeys } from './passkeys.service.js';

/** Sign-in by passkey: device and fingerprint or PIN in one step, so that no second factor is asked for. */
@ApiTags('staff')
@Controller('v1/admin/sessions')
export class PasskeySignInController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly service: SignInService,
    private readonly sessions: StaffSessions,
    private readonly store: SignInStore,
    private readonly tokens: Tokens,
    private readonly config: Config,
  ) {}

  @Get('ways')
  @ApiOperation({ summary: 'How staff can sign in here' })
  @Answers(200, SignInWaysShape)
  ways(): SignInWaysShape {
    return { passkeys: true, oidc: this.config.oidc && { name: this.config.oidc.name } };
  }

  @Post('passkey/begin')
  @HttpCode(200)
  @UseGuards(NoForeignPageGuard)
  @ApiOperation({ summary: 'The options for the browser to sign in by passkey' })
  @Answers(200, PasskeyOptionsShape)
  async begin(): Promise<PasskeyOptionsShape> {
    return { options: await this.passkeys.authentication() };
  }

  @Post('passkey')
  @UseGuards(NoForeignPageGuard)
  @ApiOperation({ summary: 'Sign in by passkey' })
  @Answers(201, StaffSessionShape)
  async signIn(
    @Body() { response }: PasskeySignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffSessionShape> {
    const network = networkOf(request, this.config.trustedProxies);
    const counter = aloneCounter(this.tokens.mac('identity', 'sign-in-passkey', network));
    const retryAfterMs = await this.store.waitMs([counter]);
    if (retryAfterMs > 0) throw new ProblemError('RATE_LIMITED', { retryAfterMs });
    const member = await this.passkeys.memberBehind(response);
    if (!member) {
      await this.store.recordFailure([counter]);
      throw new ProblemError('PASSKEY_INVALID');
    }
    const device = deviceWords(request.headers['user-agent']);
    return await this.sessions.open(reply, await this.service.admit(member, device, 'passkey'));
  }
}
