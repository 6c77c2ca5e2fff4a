import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  AccountShape,
  NewSecondFactorShape,
  OwnSessionsShape,
  RecoveryCodesShape,
} from '../../contract/staff/team-shapes.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { BeforeSecondFactor, PeopleOnly, Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffRoles } from '../sign-in/staff.types.js';
import { BeginFactorBody, CodeBody, NewPasswordBody, ProofBody } from './account.dto.js';
import { accepted, memberOf } from './account-answers.js';
import { AccountService } from './account.service.js';

/** The member's own account. Open to every role, including members who have yet to set up a required second factor. */
@ApiTags('staff')
@UseGuards(StaffGuard)
@Roles(...staffRoles)
@PeopleOnly()
@BeforeSecondFactor()
@Controller('v1/admin')
export class AccountController {
  constructor(private readonly account: AccountService) {}

  @Get('account')
  @ApiOperation({ summary: 'Who I am, and how I sign in' })
  @Answers(200, AccountShape)
  async read(@Req() request: FastifyRequest): Promise<AccountShape> {
    const account = await this.account.read(memberOf(request).memberId);
    if (!account) throw new ProblemError('NOT_FOUND');
    return account;
  }

  @Put('account/password')
  @HttpCode(204)
  @ApiOperation({ summary: 'Change my password; every other session of mine ends' })
  @AnswersNothing()
  async changePassword(@Body() { current, password }: NewPasswordBody, @Req() request: FastifyRequest): Promise<void> {
    const { memberId, sessionIdHash } = memberOf(request);
    accepted(await this.account.changePassword(memberId, sessionIdHash, current, password));
  }

  @Post('account/totp')
  @HttpCode(201)
  @ApiOperation({
    summary:
      'Begin a second factor: the secret for an authenticator app, which a first code confirms. Needs my password once a session is ten minutes old',
  })
  @Answers(201, NewSecondFactorShape)
  async begin(@Body() { password }: BeginFactorBody, @Req() request: FastifyRequest): Promise<NewSecondFactorShape> {
    const { memberId, sessionIdHash } = memberOf(request);
    return accepted(await this.account.beginSecondFactor(memberId, sessionIdHash, password ?? null)).answer;
  }

  @Post('account/totp/confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Confirm the second factor by a first code; gives recovery codes, here only' })
  @Answers(200, RecoveryCodesShape)
  async confirm(@Body() { code }: CodeBody, @Req() request: FastifyRequest): Promise<RecoveryCodesShape> {
    return {
      recoveryCodes: accepted(await this.account.confirmSecondFactor(memberOf(request).memberId, code)).codes,
    };
  }

  @Delete('account/totp')
  @HttpCode(204)
  @ApiOperation({ summary: 'Give up the second factor, with password and a code; not while the team asks for one' })
  @AnswersNothing()
  async end(@Body() { password, code }: ProofBody, @Req() request: FastifyRequest): Promise<void> {
    accepted(await this.account.endSecondFactor(memberOf(request).memberId, password, code));
  }

  @Post('account/recovery-codes')
  @HttpCode(200)
  @ApiOperation({ summary: 'New recovery codes; the older ones stop working' })
  @Answers(200, RecoveryCodesShape)
  async recoveryCodes(
    @Body() { password, code }: ProofBody,
    @Req() request: FastifyRequest,
  ): Promise<RecoveryCodesShape> {
    const made = accepted(await this.account.newRecoveryCodes(memberOf(request).memberId, password, code));
    return { recoveryCodes: made.codes };
  }

  @Get('sessions')
  @ApiOperation({ summary: 'Where I am signed in' })
  @Answers(200, OwnSessionsShape)
  async sessions(@Req() request: FastifyRequest): Promise<OwnSessionsShape> {
    const { memberId, sessionIdHash } = memberOf(request);
    return await this.account.ownSessions(memberId, sessionIdHash);
  }

  @Delete('sessions')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out everywhere else' })
  @AnswersNothing()
  async endOthers(@Req() request: FastifyRequest): Promise<void> {
    const { memberId, sessionIdHash } = memberOf(request);
    await this.account.endOtherSessions(memberId, sessionIdHash);
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one of my sessions' })
  @AnswersNothing()
  async endOne(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.account.endSession(memberOf(request).memberId, id))) throw new ProblemError('NOT_FOUND');
  }
}
