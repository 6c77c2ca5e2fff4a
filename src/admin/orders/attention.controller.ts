import { Body, Controller, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { type AttentionVerb, attentionVerbs } from '../../contract/staff/attention-verbs.js';
import { AttentionService, type ResolveResult } from '../../checkout/attention/attention.service.js';
import { AttentionItemsShape, ResolvedShape } from '../../contract/staff/attention-shapes.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { approvalRequired } from '../approvals/approval-answers.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { type Gated, StaffRefunds } from './staff-refunds.service.js';

/** Without a verb, resolves the item unchanged, if that is one of its exits. */
class ResolveBody {
  @IsOptional()
  @IsIn(attentionVerbs)
  verb?: AttentionVerb;

  @IsOptional()
  @Matches(/^[^\p{C}]{0,500}$/u)
  note?: string;
}

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/attention')
export class AttentionController {
  constructor(
    private readonly attention: AttentionService,
    private readonly refunds: StaffRefunds,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What a person must decide, the oldest first, with what may be done about each' })
  @Answers(200, AttentionItemsShape)
  async list(): Promise<AttentionItemsShape> {
    return await this.attention.list();
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Roles('owner', 'manager', 'finance')
  @ApiOperation({ summary: 'Decide: one of the item’s verbs is carried out, and the item is closed' })
  @Answers(200, ResolvedShape)
  async resolve(
    @Param('id') id: string,
    @Body() { verb, note }: ResolveBody,
    @Req() request: FastifyRequest,
  ): Promise<ResolvedShape> {
    if (verb === 'paid_back' && (note ?? '').trim() === '')
      throw new ProblemError('VALIDATION_FAILED', {
        errors: [{ field: 'note', message: 'Say how the money was given back.' }],
      });
    return resolved(await this.refunds.resolve(staffOf(request), id, { verb: verb ?? null, note: note ?? null }));
  }

  @Post(':id/reopen')
  @HttpCode(204)
  @Roles('owner', 'manager', 'finance')
  @ApiOperation({ summary: 'Undo: an item that was kept as it was is open again' })
  @AnswersNothing()
  async reopen(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    const result = await this.attention.reopen(id, staffOf(request).actor);
    if (result === 'not_found') throw new ProblemError('NOT_FOUND');
    if (result === 'not_possible')
      throw new ProblemError('VERB_NOT_POSSIBLE', { detail: 'Something was done about it, so it stays decided.' });
  }
}

function resolved(result: Gated<ResolveResult>): ResolvedShape {
  switch (result.kind) {
    case 'resolved':
      return result.answer;
    case 'needs_approval':
      throw approvalRequired(result);
    case 'not_found':
      throw new ProblemError('NOT_FOUND');
    case 'partly':
      throw new ProblemError('VERB_NOT_POSSIBLE', { detail: result.why });
    case 'not_possible': {
      const possible = result.verbs.join(', ');
      const detail = possible === '' ? 'Nothing else is possible now.' : `Possible: ${possible}.`;
      throw new ProblemError('VERB_NOT_POSSIBLE', { detail });
    }
  }
}
