import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Req, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import {
  type ApprovalKind,
  approvalKinds,
  ApprovalSettingsShape,
  ApprovalShape,
} from '../../contract/staff/approval-shapes.js';
import { Answers, listOf } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { ReadVersion } from '../../platform/versions.js';
import { PeopleOnly, Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { approvalRequired } from './approval-answers.js';
import type { ApprovalRow } from './approvals.repository.js';
import { ApprovalsService, type DecideResult } from './approvals.service.js';
import { OrNull } from '../../platform/problem/nulls.js';

class ApproveBody {
  /** `hash` of the approval that the caller has reviewed. */
  @Matches(/^[A-Za-z0-9_-]{20,64}$/)
  hash!: string;
}
class RefuseBody {
  @IsOptional()
  @Matches(/^[^\p{C}]{0,200}$/u)
  note?: string;
}
class ApprovalSettingsBody {
  @IsArray()
  @ArrayUnique()
  @IsIn(approvalKinds, { each: true })
  kinds!: ApprovalKind[];
  @OrNull()
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  refundFreeMinor?: number | null;
  /** As answered; another one is a conflict. Left out: any. */
  @ReadVersion()
  version?: string;
}

/** Proposals awaiting a second person. Decided by people only, each with their own session. */
@ApiTags('staff')
@UseGuards(StaffGuard)
@PeopleOnly()
@Controller('v1/admin/approvals')
export class ApprovalsController {
  constructor(private readonly approvals: ApprovalsService) {}

  @Get()
  @ApiOperation({ summary: 'What waits for a second person, the oldest first, then what was decided' })
  @Answers(200, listOf('Approvals', 'approvals', ApprovalShape))
  async list(): Promise<{ approvals: ApprovalShape[] }> {
    return { approvals: (await this.approvals.list()).map(shapeOf) };
  }

  @Get('settings')
  @ApiOperation({ summary: 'What needs a second person' })
  @Answers(200, ApprovalSettingsShape)
  async readSettings(): Promise<ApprovalSettingsShape> {
    return await this.approvals.readSettings();
  }

  @Put('settings')
  @Roles('owner')
  @ApiOperation({ summary: 'Say what needs a second person; asking for less needs another owner’s approval' })
  @Answers(200, ApprovalSettingsShape)
  async setSettings(
    @Body() { kinds, refundFreeMinor, version }: ApprovalSettingsBody,
    @Req() request: FastifyRequest,
  ): Promise<ApprovalSettingsShape> {
    const result = await this.approvals.setSettings(
      staffOf(request),
      { kinds, refundFreeMinor: refundFreeMinor ?? null },
      version,
    );
    if (result.kind === 'needs_approval') throw approvalRequired(result);
    if (result.kind === 'conflict') throw new ProblemError('VERSION_CONFLICT');
    if (result.kind === 'alone') throw new ProblemError('APPROVAL_ALONE');
    return result.settings;
  }

  @Get(':id')
  @ApiOperation({ summary: 'One proposal' })
  @Answers(200, ApprovalShape)
  async read(@Param('id') id: string): Promise<ApprovalShape> {
    const row = await this.approvals.read(id);
    if (!row) throw new ProblemError('NOT_FOUND');
    return shapeOf(row);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Approve what somebody else asked for; it is carried out before the answer' })
  @Answers(200, ApprovalShape)
  async approve(
    @Param('id') id: string,
    @Body() { hash }: ApproveBody,
    @Req() request: FastifyRequest,
  ): Promise<ApprovalShape> {
    return decided(await this.approvals.approve(staffOf(request), id, hash));
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuse what somebody else asked for' })
  @Answers(200, ApprovalShape)
  async refuse(
    @Param('id') id: string,
    @Body() { note }: RefuseBody,
    @Req() request: FastifyRequest,
  ): Promise<ApprovalShape> {
    return decided(await this.approvals.refuse(staffOf(request), id, note ?? null));
  }

  @Delete(':id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Withdraw what I asked for' })
  @Answers(200, ApprovalShape)
  async withdraw(@Param('id') id: string, @Req() request: FastifyRequest): Promise<ApprovalShape> {
    return decided(await this.approvals.withdraw(staffOf(request), id));
  }
}

function decided(result: DecideResult): ApprovalShape {
  switch (result.kind) {
    case 'decided':
      return shapeOf(result.approval);
    case 'not_found':
      throw new ProblemError('NOT_FOUND');
    case 'own':
      throw new ProblemError('APPROVAL_OWN');
    case 'role':
      throw new ProblemError('FORBIDDEN');
    case 'state':
      throw new ProblemError('APPROVAL_STATE');
    case 'changed':
      throw new ProblemError('VERSION_CONFLICT');
    case 'outdated':
      throw new ProblemError('APPROVAL_OUTDATED', { detail: result.words });
  }
}

const shapeOf = ({ askedAt, expiresAt, decidedAt, endedAt, ...row }: ApprovalRow): ApprovalShape => ({
  ...{ id: row.id, kind: row.kind as ApprovalShape['kind'], subject: row.subject, proposal: row.proposal },
  ...{ effect: row.effect, people: row.people },
  ...{ hash: row.hash, state: row.state, reason: row.reason, askedBy: row.askedBy, decidedBy: row.decidedBy },
  ...{ askedAt: askedAt.toISOString(), expiresAt: expiresAt.toISOString(), outcome: row.outcome },
  ...{ decidedAt: decidedAt?.toISOString() ?? null, endedAt: endedAt?.toISOString() ?? null },
});
