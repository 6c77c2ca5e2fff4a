import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RehearsalShape } from '../../contract/staff/rehearsal-shapes.js';
import { Answers, AnswersNothing, listOf } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { running, staffOf } from '../sign-in/staff.types.js';
import { RehearsalBody } from './rehearsal.dto.js';
import { RehearsalsService } from './rehearsals.service.js';

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/sales/:id/rehearsal')
export class RehearsalsController {
  constructor(private readonly rehearsals: RehearsalsService) {}

  @Post()
  @HttpCode(202)
  @Roles(...running)
  @ApiOperation({ summary: 'Rehearse the sale with a simulated crowd' })
  @Answers(202, RehearsalShape)
  async start(
    @Param('id') id: string,
    @Body() crowd: RehearsalBody,
    @Req() request: FastifyRequest,
  ): Promise<RehearsalShape> {
    const given = JSON.parse(JSON.stringify(crowd)) as Parameters<RehearsalsService['start']>[2];
    const result = await this.rehearsals.start(staffOf(request).actor, id, given);
    switch (result.kind) {
      case 'started':
        return result.rehearsal;
      case 'not_found':
        throw new ProblemError('NOT_FOUND');
      case 'busy':
        throw new ProblemError('REHEARSAL_BUSY');
      case 'empty':
        throw new ProblemError('SALE_STATE', { detail: 'The sale has nothing to sell.' });
    }
  }

  @Get()
  @ApiOperation({ summary: 'Rehearsals of a sale, newest first' })
  @Answers(200, listOf('Rehearsals', 'rehearsals', RehearsalShape))
  async list(@Param('id') id: string): Promise<{ rehearsals: RehearsalShape[] }> {
    return { rehearsals: await this.rehearsals.list(id) };
  }

  @Delete(':rehearsal')
  @HttpCode(204)
  @Roles(...running)
  @ApiOperation({ summary: 'Stop a rehearsal that runs, or forget one that is over' })
  @AnswersNothing()
  async remove(
    @Param('id') id: string,
    @Param('rehearsal') rehearsal: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    if (!(await this.rehearsals.remove(staffOf(request).actor, id, rehearsal))) throw new ProblemError('NOT_FOUND');
  }
}
