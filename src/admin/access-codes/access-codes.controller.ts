import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AccessCodesMadeShape, AccessCodesShape } from '../../contract/line/entry-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { LargeBody } from '../../platform/http/route-config.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { AccessCodesService } from '../../queue/codes/access-codes.service.js';
import { bitsOf, OPEN_CODE_BITS } from '../../queue/codes/codes.rules.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { approvalRequired } from '../approvals/approval-answers.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { staffOf } from '../sign-in/staff.types.js';
import { AccessCodesBody } from './access-code.dto.js';
import { CodeVoids } from './code-voids.service.js';
import { countsOf } from './access-code.shape.js';

/** Codes that open the lanes of fan clubs, sponsors and guests. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/sales/:id/access-codes')
export class AccessCodesController {
  constructor(
    private readonly codes: AccessCodesService,
    private readonly sales: SaleCache,
    private readonly audit: AuditService,
    private readonly voids: CodeVoids,
  ) {}

  @Post()
  @Roles('owner', 'manager')
  @LargeBody(StaffGuard)
  @ApiOperation({ summary: 'Import a list of codes for a lane, or make some; the answer alone has them' })
  @Answers(201, AccessCodesMadeShape)
  async make(
    @Param('id') id: string,
    @Body() { lane, codes, generate, uses = 1 }: AccessCodesBody,
    @Req() request: FastifyRequest,
  ): Promise<AccessCodesMadeShape> {
    const sale = await this.known(id);
    if (codes !== undefined && generate !== undefined)
      throw new ProblemError('VALIDATION_FAILED', {
        errors: [{ field: 'generate', message: 'must not be given together with codes' }],
      });
    const access = sale.lanes.find(({ key }) => key === lane)?.access;
    if (access === undefined) throw new ProblemError('LANE_UNKNOWN');
    if (access === 'open')
      throw new ProblemError('VALIDATION_FAILED', {
        errors: [
          { field: 'lane', message: 'is open to everybody; codes are for lanes with the access code or invite' },
        ],
      });
    if (sale.entry === 'open') refuseGuessable(codes ?? []);
    const made = await this.codes.make(sale.id, { lane, codes: codes ?? generate ?? 0, uses });
    if (!made) throw guessable((codes ?? []).findIndex(isGuessable)); // the entry was changed meanwhile
    const count = made.codes.length;
    await this.audit.record(staffOf(request).actor, 'sale.access-codes', sale.id, {
      ...{ lane, count, uses },
      batchId: made.batchId,
    });
    return { lane, batchId: made.batchId, count, uses, codes: made.codes };
  }

  @Get()
  @ApiOperation({ summary: 'How many codes there are and how often they were used; never the codes' })
  @Answers(200, AccessCodesShape)
  async counts(@Param('id') id: string): Promise<AccessCodesShape> {
    return countsOf(await this.codes.counts((await this.known(id)).id));
  }

  @Delete(':batchId')
  @HttpCode(204)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Void a list: its codes open nothing from here on; places taken with them stay' })
  @AnswersNothing()
  async void(
    @Param('id') id: string,
    @Param('batchId') batchId: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const sale = await this.known(id);
    const result = await this.voids.void(staffOf(request), sale, batchId);
    if (result.kind === 'not_found') throw new ProblemError('NOT_FOUND');
    if (result.kind === 'needs_approval') throw approvalRequired(result);
  }

  private async known(id: string): Promise<SaleView> {
    const view = await this.sales.byId(id);
    if (!view) throw new ProblemError('NOT_FOUND');
    return view;
  }
}

const isGuessable = (code: string): boolean => bitsOf(code) < OPEN_CODE_BITS;

/** Without an identity, guessing costs nothing: a short code would let in whoever tries long enough. */
function refuseGuessable(codes: readonly string[]): void {
  const at = codes.findIndex(isGuessable);
  if (at >= 0) throw guessable(at);
}

function guessable(at: number): ProblemError {
  const rule = 'must have at least 8 letters and digits, or 13 digits, in a sale that asks for no identity';
  return new ProblemError('VALIDATION_FAILED', {
    errors: [{ field: 'codes', message: `${rule}: number ${at + 1} is easier to guess` }],
  });
}
