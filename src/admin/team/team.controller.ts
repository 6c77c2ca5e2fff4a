import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  NewInvitationShape,
  PasswordResetLinkShape,
  TeamSettingsShape,
  TeamShape,
} from '../../contract/staff/team-shapes.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { NoForeignPageGuard } from '../../platform/http/no-foreign-page.guard.js';
import { approvalRequired } from '../approvals/approval-answers.js';
import { PeopleOnly, Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { AcceptBody, InviteBody, RoleBody, TeamSettingsBody } from './team.dto.js';
import type { MemberChange } from './team.repository.js';
import { TeamService } from './team.service.js';
import { TeamSettings } from './team-settings.service.js';

/** The team. Changed only by owners with their own session, never by API key. */
@ApiTags('staff')
@UseGuards(StaffGuard)
@PeopleOnly()
@Roles('owner')
@Controller('v1/admin/team')
export class TeamController {
  constructor(
    private readonly team: TeamService,
    private readonly settings: TeamSettings,
  ) {}

  @Get()
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Members and open invitations' })
  @Answers(200, TeamShape)
  async list(): Promise<TeamShape> {
    return await this.team.list();
  }

  @Post()
  @ApiOperation({ summary: 'Invite somebody by e-mail; the link works once, for seven days' })
  @Answers(201, NewInvitationShape)
  async invite(@Body() { email, role }: InviteBody, @Req() request: FastifyRequest): Promise<NewInvitationShape> {
    const result = await this.team.invite(staffOf(request).actor, email, role);
    if (result.kind === 'exists') throw new ProblemError('MEMBER_EXISTS');
    if (result.kind === 'full') throw new ProblemError('TEAM_LIMIT');
    return result.invitation;
  }

  @Get('settings')
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Which roles must have a second factor' })
  @Answers(200, TeamSettingsShape)
  async readSettings(): Promise<TeamSettingsShape> {
    return await this.settings.read();
  }

  @Put('settings')
  @ApiOperation({
    summary:
      'Say which roles must have a second factor; it holds from their next call on. Asking for less needs another owner’s approval',
  })
  @Answers(200, TeamSettingsShape)
  async writeSettings(
    @Body() { twoFactorRoles, version }: TeamSettingsBody,
    @Req() request: FastifyRequest,
  ): Promise<TeamSettingsShape> {
    const result = await this.settings.setTwoFactorRoles(staffOf(request), twoFactorRoles, version);
    if (result.kind === 'needs_approval') throw approvalRequired(result);
    if (result.kind === 'conflict') throw new ProblemError('VERSION_CONFLICT');
    return result.settings;
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Withdraw an invitation' })
  @AnswersNothing()
  async withdraw(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.team.withdraw(staffOf(request).actor, id))) throw new ProblemError('NOT_FOUND');
  }

  @Patch(':id')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Give a member another role; the member signs in again, and below manager their API keys are revoked',
  })
  @AnswersNothing()
  async setRole(@Param('id') id: string, @Body() body: RoleBody, @Req() request: FastifyRequest): Promise<void> {
    expectChanged(await this.team.setRole(staffOf(request).actor, id, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a member; every session of theirs ends, and API keys they made are revoked' })
  @AnswersNothing()
  async remove(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    expectChanged(await this.team.remove(staffOf(request).actor, id));
  }

  @Delete(':id/totp')
  @HttpCode(204)
  @ApiOperation({ summary: 'Clear the second factor of a member who lost it; every session of theirs ends' })
  @AnswersNothing()
  async clearSecondFactor(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.team.clearSecondFactor(staffOf(request).actor, id))) throw new ProblemError('NOT_FOUND');
  }

  @Post(':id/password-reset')
  @HttpCode(200)
  @ApiOperation({ summary: 'A link that sets a new password, for a member who cannot be reached by mail' })
  @Answers(200, PasswordResetLinkShape)
  async resetLink(@Param('id') id: string, @Req() request: FastifyRequest): Promise<PasswordResetLinkShape> {
    const link = await this.team.resetLink(staffOf(request).actor, id);
    if (!link) throw new ProblemError('NOT_FOUND');
    return link;
  }
}

/** Open to anyone with the link. */
@ApiTags('staff')
@UseGuards(NoForeignPageGuard)
@Controller('v1/admin/invitations')
export class InvitationsController {
  constructor(private readonly team: TeamService) {}

  @Post('accept')
  @HttpCode(204)
  @ApiOperation({ summary: 'Join the team with the link of an invitation, by a name and a password' })
  @AnswersNothing()
  async accept(@Body() body: AcceptBody): Promise<void> {
    const result = await this.team.accept(body);
    if (result === 'busy') throw new ProblemError('RATE_LIMITED');
    if (result === 'refused') throw new ProblemError('LINK_INVALID');
  }
}

function expectChanged(change: MemberChange): void {
  if (change === 'not_found') throw new ProblemError('NOT_FOUND');
  if (change === 'conflict') throw new ProblemError('VERSION_CONFLICT');
  if (change === 'last_owner') throw new ProblemError('LAST_OWNER');
}
