import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsEmail, Length } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { NewPartnerMemberShape, PartnerMemberShape } from '../../contract/partners/portal-shapes.js';
import { PartnerMembers } from '../../partners/members/members.service.js';
import { Answers, AnswersNothing, listOf } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PeopleOnly, Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';

const MAX_EMAIL_CHARACTERS = 254;

class PartnerInvitationBody {
  @IsEmail()
  @Length(3, MAX_EMAIL_CHARACTERS)
  email: string;
}

/** Members of a partner's portal. Invited by people only, never by API key. */
@ApiTags('staff')
@UseGuards(StaffGuard)
@PeopleOnly()
@Roles('owner', 'manager')
@Controller('v1/admin/partners/:id/members')
export class StaffPartnerMembersController {
  constructor(private readonly members: PartnerMembers) {}

  @Get()
  @ApiOperation({ summary: 'People who may enter the portal of a partner, the oldest first' })
  @Answers(200, listOf('PartnerMembers', 'members', PartnerMemberShape))
  async list(@Param('id') id: string): Promise<{ members: PartnerMemberShape[] }> {
    const members = await this.members.list(id);
    if (members === null) throw new ProblemError('NOT_FOUND');
    return { members };
  }

  @Post()
  @ApiOperation({
    summary: 'Invite somebody by e-mail; the link works once, for seven days, and replaces earlier ones',
  })
  @Answers(201, NewPartnerMemberShape)
  async invite(
    @Param('id') id: string,
    @Body() { email }: PartnerInvitationBody,
    @Req() request: FastifyRequest,
  ): Promise<NewPartnerMemberShape> {
    const result = await this.members.invite(staffOf(request).actor, id, email);
    if (result.kind === 'partner_unknown') throw new ProblemError('NOT_FOUND');
    if (result.kind === 'full') throw new ProblemError('PARTNER_MEMBERS_LIMIT');
    return result.member;
  }

  @Delete(':memberId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Take the access back: sessions and links end at once' })
  @AnswersNothing()
  async remove(
    @Param('id') id: string,
    @Param('memberId') memberId: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    if (!(await this.members.remove(staffOf(request).actor, id, memberId))) throw new ProblemError('NOT_FOUND');
  }
}
