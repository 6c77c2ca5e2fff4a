import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsEmail, IsOptional, IsString, Length, Matches } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { StaffSessionShape } from '../../contract/staff/staff-shapes.js';
import { SignInChallengeShape } from '../../contract/staff/team-shapes.js';
import { Config } from '../../platform/config/config.js';
import { Cookies } from '../../platform/http/cookies.js';
import { NoForeignPageGuard } from '../../platform/http/no-foreign-page.guard.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { LiveService } from '../live/live.service.js';
import { deviceWords } from './device-words.js';
import { DEVICE_COOKIE } from './known-devices.js';
import { OwnerService } from './owner.service.js';
import { SignInChallenge } from './sign-in-challenge.js';
import { type SignInResult, SignInService } from './sign-in.service.js';
import { PLAIN_NAME, PLAIN_NAME_MESSAGE } from './plain-name.js';
import { sessionShape, StaffSessions } from './staff-sessions.js';
import { BeforeSecondFactor, Roles, SESSION_COOKIE, StaffGuard } from './staff.guard.js';
import { staffOf, staffRoles } from './staff.types.js';
import { networkOf } from './visitor.js';

class SignInBody {
  @IsEmail()
  @Length(3, 254)
  email!: string;
  @IsString()
  @Length(1, 256)
  password!: string;
  /** A TOTP or recovery code. */
  @IsOptional()
  @IsString()
  @Length(6, 40)
  code?: string;
  /** A solved challenge of `sessions/challenge`, instead of waiting. */
  @IsOptional()
  @IsString()
  @Length(1, 2_048)
  challenge?: string;
}
class OwnerBody {
  @IsEmail()
  @Length(3, 254)
  email!: string;
  @IsString()
  @Length(20, 100)
  token!: string;
  @Length(1, 100)
  @Matches(PLAIN_NAME, PLAIN_NAME_MESSAGE)
  name!: string;
  @IsString()
  @Length(12, 256)
  password!: string;
}
@ApiTags('staff')
@Controller('v1/admin')
export class SignInController {
  constructor(
    private readonly service: SignInService,
    private readonly owner: OwnerService,
    private readonly challenges: SignInChallenge,
    private readonly cookies: Cookies,
    private readonly sessions: StaffSessions,
    private readonly config: Config,
    private readonly live: LiveService,
  ) {}

  @Post('sessions')
  @HttpCode(201)
  @UseGuards(NoForeignPageGuard)
  @ApiOperation({ summary: 'Sign in; after failures tries are slowed down, unless a challenge was solved' })
  @Answers(201, StaffSessionShape)
  async signIn(
    @Body() { email, password, code, challenge }: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StaffSessionShape> {
    const result = signedIn(
      await this.service.signIn(
        { email, password, code: code ?? null, challenge: challenge ?? null },
        {
          network: networkOf(request, this.config.trustedProxies),
          deviceToken: this.cookies.read(request, DEVICE_COOKIE),
          device: deviceWords(request.headers['user-agent']),
        },
      ),
    );
    return await this.sessions.open(reply, result);
  }

  @Get('sessions/challenge')
  @ApiOperation({ summary: 'A challenge whose solution takes the place of waiting after failed sign-ins' })
  @Answers(200, SignInChallengeShape)
  async challenge(@Req() request: FastifyRequest): Promise<SignInChallengeShape> {
    return await this.challenges.mint(networkOf(request, this.config.trustedProxies));
  }

  @Post('owner')
  @HttpCode(204)
  @UseGuards(NoForeignPageGuard)
  @ApiOperation({ summary: 'Become the first owner, with the one-time link that the server printed' })
  @AnswersNothing()
  async becomeOwner(@Body() body: OwnerBody): Promise<void> {
    const result = await this.owner.claim(body);
    if (result === 'busy') throw new ProblemError('RATE_LIMITED');
    if (result === 'refused')
      throw new ProblemError('FORBIDDEN', { detail: 'This link has been used or has expired.' });
  }

  @Get('sessions/current')
  @UseGuards(StaffGuard)
  @Roles(...staffRoles)
  @BeforeSecondFactor()
  @ApiOperation({ summary: 'Who am I; gives the form token' })
  @Answers(200, StaffSessionShape)
  async current(@Req() request: FastifyRequest): Promise<StaffSessionShape> {
    const session = await this.service.resume(this.cookies.read(request, SESSION_COOKIE) ?? '');
    if (!session) throw new ProblemError('SIGN_IN_REQUIRED');
    return sessionShape(session);
  }

  @Delete('sessions/current')
  @HttpCode(204)
  @UseGuards(StaffGuard)
  @Roles(...staffRoles)
  @BeforeSecondFactor()
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

function signedIn(result: SignInResult): Extract<SignInResult, { kind: 'signed_in' }> {
  switch (result.kind) {
    case 'signed_in':
      return result;
    case 'refused':
      throw new ProblemError('SIGN_IN_FAILED');
    case 'code_required':
      throw new ProblemError('SECOND_FACTOR_REQUIRED');
    case 'code_wrong':
      throw new ProblemError('SECOND_FACTOR_INVALID');
    case 'challenge_invalid':
      throw new ProblemError('CHALLENGE_INVALID');
    case 'limited':
      throw new ProblemError('RATE_LIMITED', {
        retryAfterMs: result.retryAfterMs,
        ...(result.canSolve ? { canSolve: true, detail: 'Too many failed sign-ins. Wait, or solve a challenge.' } : {}),
      });
  }
}
