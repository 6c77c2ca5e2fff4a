import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsEmail, IsString, Length, Matches } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StaffSessionShape } from '../../contract/staff-shapes.js';
import { Config } from '../../platform/config/config.js';
import { Cookies } from '../../platform/http/cookies.js';
import { clientNetwork } from '../../platform/http/network.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { LiveService } from '../live/live.service.js';
import { NoForeignPageGuard } from './no-foreign-page.guard.js';
import { OwnerService } from './owner.service.js';
import { SignInService } from './sign-in.service.js';
import { Roles, SESSION_COOKIE, StaffGuard } from './staff.guard.js';
import { staffOf, staffRoles } from './staff.types.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';

/** Neither control characters nor the marks that reorder text. */
const NO_CONTROL = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

class SignInBody {
  @IsEmail()
  @Length(3, 254)
  email!: string;
  @IsString()
  @Length(1, 256)
  password!: string;
}
class OwnerBody extends SignInBody {
  @IsString()
  @Length(20, 100)
  token!: string;
  @Length(1, 100)
  @Matches(NO_CONTROL, { message: 'must be one line without control characters' })
  name!: string;
  @IsString()
  @Length(12, 256)
  declare password: string;
}
const SESSION_SECONDS = 12 * 3600;

@ApiTags('staff')
@Controller('v1/admin')
export class SignInController {
  constructor(
    private readonly service: SignInService,
    private readonly owner: OwnerService,
    private readonly cookies: Cookies,
    private readonly config: Config,
    private readonly live: LiveService,
  ) {}

  @Post('sessions')
  @HttpCode(201)
  @UseGuards(NoForeignPageGuard)
  @ApiOperation({ summary: 'Sign in' })
  @Answers(201, StaffSessionShape)
  async signIn(
    @Body() body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffSessionShape> {
    const forwarded = request.headers['x-forwarded-for'];
    const { network } = clientNetwork(
      request.ip,
      typeof forwarded === 'string' ? forwarded : undefined,
      this.config.trustedProxies,
    );
    const result = await this.service.signIn(body.email, body.password, network);
    if (result.kind === 'limited')
      throw new ProblemError('RATE_LIMITED', { retryAfterMs: result.retryAfterSeconds * 1000 });
    if (result.kind === 'refused') throw new ProblemError('SIGN_IN_FAILED');
    this.cookies.set(reply, SESSION_COOKIE, result.sessionId, { maxAgeSeconds: SESSION_SECONDS, sameSite: 'strict' });
    return { member: result.member, csrfToken: result.csrfToken };
  }

  @Post('owner')
  @HttpCode(204)
  @UseGuards(NoForeignPageGuard)
  @ApiOperation({ summary: 'Become the first owner, with the one-time link that the server printed' })
  @AnswersNothing()
  async becomeOwner(@Body() body: OwnerBody): Promise<void> {
    const result = await this.owner.claim(body);
    if (result === 'busy') throw new ProblemError('RATE_LIMITED');
    if (result === 'refused') throw new ProblemError('FORBIDDEN', { detail: 'This link was used, or is over.' });
  }

  @Get('sessions/current')
  @UseGuards(StaffGuard)
  @Roles(...staffRoles)
  @ApiOperation({ summary: 'Who am I; gives the form token' })
  @Answers(200, StaffSessionShape)
  async current(@Req() request: FastifyRequest): Promise<StaffSessionShape> {
    const session = await this.service.resume(this.cookies.read(request, SESSION_COOKIE) ?? '');
    if (!session) throw new ProblemError('SIGN_IN_REQUIRED');
    return { member: session.member, csrfToken: session.csrfToken };
  }

  @Delete('sessions/current')
  @HttpCode(204)
  @UseGuards(StaffGuard)
  @Roles(...staffRoles)
  @ApiOperation({ summary: 'Sign out' })
  @AnswersNothing()
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    const { sessionIdHash, actor } = staffOf(request);
    if (sessionIdHash !== null) {
      await this.service.signOut(sessionIdHash, actor);
      await this.live.revoke(sessionIdHash);
    }
    this.cookies.clear(reply, SESSION_COOKIE);
  }
}
