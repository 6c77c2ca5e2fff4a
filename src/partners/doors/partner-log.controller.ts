import { Controller, Get, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { PartnerLogPage } from '../../contract/partners/partner-log-shapes.js';
import { Answers } from '../../platform/openapi/answers.js';
import { PartnerLogRepository } from '../log/partner-log.repository.js';
import { entryShape } from '../log/partner-log.shape.js';
import { PartnerGuard, sellerOf } from './partner.guard.js';
import { Scope } from './scope.types.js';

class PartnerLogQuery {
  /** An action, or the beginning of one up to a dot: `webhook` matches `webhook.update`. */
  @IsOptional()
  @Matches(/^[a-z_]{1,30}(\.[a-z_]{1,30})?$/)
  action?: string;
  /** `next` of the previous page. */
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  before?: string;
}

const PAGE = 100;

@ApiTags('partners')
@ApiBearerAuth('bearer')
@UseGuards(PartnerGuard)
@Controller('v1/partner/log')
export class PartnerLogController {
  constructor(private readonly log: PartnerLogRepository) {}

  @Get()
  @Scope('log:read')
  @ApiOperation({
    summary: 'What your keys and people did, and what was done about them, the newest first, a hundred at a time',
  })
  @Answers(200, PartnerLogPage)
  async list(@Query() query: PartnerLogQuery, @Req() request: FastifyRequest): Promise<PartnerLogPage> {
    const { action = null, before } = query;
    const search = { action, before: before === undefined ? null : BigInt(before) };
    const rows = await this.log.search(sellerOf(request).partnerId, search, PAGE + 1);
    const page = rows.slice(0, PAGE);
    return { entries: page.map(entryShape), next: rows.length > PAGE ? String(page.at(-1)?.id) : null };
  }
}
