import { Readable } from 'node:stream';
import { Controller, Get, Header, Query, Req, StreamableFile, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsISO8601, IsOptional, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { type AuditEntryShape, AuditPageShape } from '../../contract/staff/staff-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Answers, AnswersFile } from '../../platform/openapi/answers.js';
import { csvRow } from '../csv/csv.rules.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { paying, staffOf } from '../sign-in/staff.types.js';
import { AuditLogRepository, type AuditRow, type AuditSearch } from './audit-log.repository.js';

class AuditFilter {
  /** Substring of an action, a subject, a name or the details. */
  @IsOptional()
  @Matches(/^[^\p{C}]{0,100}$/u)
  search?: string;
  /** The subject: id of a sale, an order or an endpoint; `member:<id>` for a person. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_:-]{1,80}$/)
  subject?: string;
  /** `member:<id>`, `key:<id>`, or the name of a task. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_:-]{1,80}$/)
  actor?: string;
  /** An action or a dotted prefix of one. */
  @IsOptional()
  @Matches(/^[a-z_.]{1,60}$/)
  action?: string;
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;
}
class AuditQuery extends AuditFilter {
  /** `next` of the previous page. */
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  before?: string;
}

const PAGE = 100;
const EXPORT_PAGE = 1_000;

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin')
export class StaffAuditController {
  constructor(
    private readonly log: AuditLogRepository,
    private readonly audit: AuditService,
  ) {}

  @Get('audit')
  @ApiOperation({ summary: 'Who changed what, newest first, a hundred at a time' })
  @Answers(200, AuditPageShape)
  async list(@Query() query: AuditQuery): Promise<AuditPageShape> {
    const rows = await this.log.search(searchOf(query), PAGE + 1);
    const page = rows.slice(0, PAGE);
    return { entries: page.map(shapeOf), next: rows.length > PAGE ? String(page.at(-1)?.id) : null };
  }

  @Get('audit.csv')
  @Roles(...paying)
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="log.csv"')
  @ApiOperation({ summary: 'All entries that match, as CSV' })
  @AnswersFile('text/csv')
  async export(@Query() filter: AuditFilter, @Req() request: FastifyRequest): Promise<StreamableFile> {
    await this.audit.record(staffOf(request).actor, 'audit.export', filter.subject ?? 'all');
    return new StreamableFile(Readable.from(this.csv(searchOf(filter))));
  }

  private async *csv(search: AuditSearch): AsyncGenerator<string> {
    yield csvRow(['id', 'at', 'actor', 'name', 'action', 'subject', 'subject name', 'details', 'seq', 'hash']);
    for (let before = search.before; ; ) {
      const rows = await this.log.search({ ...search, before }, EXPORT_PAGE);
      yield rows.map((row) => csvRow(cellsOf(row))).join('');
      before = rows.at(-1)?.id ?? null;
      if (rows.length < EXPORT_PAGE) return;
    }
  }
}

function searchOf({ search = '', subject, actor, action, from, to, before }: AuditQuery): AuditSearch {
  const time = (text: string | undefined): Date | null => (text === undefined ? null : new Date(text));
  return {
    ...{ text: search.trim(), subject: subject ?? null, actor: actor ?? null, action: action ?? null },
    ...{ from: time(from), to: time(to), before: before === undefined ? null : BigInt(before) },
  };
}

const shapeOf = ({ seq: _, ...row }: AuditRow): AuditEntryShape => ({
  ...row,
  id: String(row.id),
  at: row.at.toISOString(),
});
const cellsOf = ({ id, at, actor, actorName, action, subject, subjectName, data, seq, hash }: AuditRow): string[] => [
  ...[String(id), at.toISOString(), actor, actorName ?? '', action, subject, subjectName ?? '', JSON.stringify(data)],
  ...[seq === null ? '' : String(seq), hash ?? ''],
];
