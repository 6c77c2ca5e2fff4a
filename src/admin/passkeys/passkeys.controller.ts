import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PasskeyList, PasskeyOptionsShape, PasskeyShape } from '../../contract/staff/passkey-shapes.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { AccountService } from '../account/account.service.js';
import { accepted, memberOf } from '../account/account-answers.js';
import { BeforeSecondFactor, PeopleOnly, Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffRoles } from '../sign-in/staff.types.js';
import { BeginPasskeyBody, NewPasskeyBody } from './passkeys.dto.js';
import { Passkeys } from './passkeys.service.js';

/** The member's own passkeys. */
@ApiTags('staff')
@UseGuards(StaffGuard)
@Roles(...staffRoles)
@PeopleOnly()
@BeforeSecondFactor()
@Controller('v1/admin/account/passkeys')
export class PasskeysController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly account: AccountService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My passkeys' })
  @Answers(200, PasskeyList)
  async list(@Req() request: FastifyRequest): Promise<PasskeyList> {
    return { passkeys: await this.passkeys.list(memberOf(request).memberId) };
  }

  @Post('begin')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin to add a passkey, with my password: the options for the browser' })
  @Answers(200, PasskeyOptionsShape)
  async begin(@Body() { password }: BeginPasskeyBody, @Req() request: FastifyRequest): Promise<PasskeyOptionsShape> {
    const { member } = accepted(await this.account.knownBy(memberOf(request).memberId, password));
    return { options: await this.passkeys.registration(member) };
  }

  @Post()
  @ApiOperation({ summary: 'Add the passkey that the browser made' })
  @Answers(201, PasskeyShape)
  async add(@Body() { name, response }: NewPasskeyBody, @Req() request: FastifyRequest): Promise<PasskeyShape> {
    const result = await this.passkeys.register(memberOf(request).memberId, name, response);
    if (result.kind !== 'added') throw new ProblemError(result.kind === 'full' ? 'PASSKEY_LIMIT' : 'PASSKEY_INVALID');
    return result.passkey;
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove one of my passkeys; sessions that it opened stay until they end' })
  @AnswersNothing()
  async remove(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.passkeys.remove(memberOf(request).memberId, id))) throw new ProblemError('NOT_FOUND');
  }
}
