import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { AuditEntryShape } from '../../contract/staff-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { StaffGuard } from '../sign-in/staff.guard.js';
import { Answers, listOf } from '../../platform/openapi/answers.js';

class AuditQuery {
  /** What was changed: the id of a sale, an order, an endpoint; `member:<id>` for a person. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_:-]{1,80}$/)
  subject?: string;
}

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/audit')
export class StaffAuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOperation({ summary: 'Who changed what, the newest 200' })
  @Answers(200, listOf('AuditEntries', 'entries', AuditEntryShape))
  async list(@Query() { subject }: AuditQuery): Promise<{ entries: AuditEntryShape[] }> {
    const entries = await this.audit.list(subject);
    return { entries: entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })) };
  }
}
