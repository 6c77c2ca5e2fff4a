import { Controller, Delete, Get, Header, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { PublishedReportShape, type ReportShape, StaffReportShape } from '../../contract/staff/report-shapes.js';
import { Answers, AnswersFile, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { approvalRequired } from '../approvals/approval-answers.js';
import { PlainPaper } from '../../tickets/paper/plain-paper.service.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { managing, staffOf } from '../sign-in/staff.types.js';
import { reportCsv } from './report-csv.rules.js';
import { reportPaper } from './report-paper.rules.js';
import { reportPage } from './report-page.rules.js';
import { ReportService } from './report.service.js';
import { StaffReports } from './staff-reports.service.js';

@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/sales/:id')
export class ReportsController {
  constructor(
    private readonly reports: ReportService,
    private readonly staffReports: StaffReports,
    private readonly paper: PlainPaper,
  ) {}

  @Get('report')
  @ApiOperation({ summary: 'What a sale came to so far, with the formula of every figure; hash-chained and signed' })
  @Answers(200, StaffReportShape)
  async read(@Param('id') id: string): Promise<StaffReportShape> {
    const report = await this.known(id);
    return { report, published: await this.reports.published(id) };
  }

  @Get('report.csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="report.csv"')
  @ApiOperation({ summary: 'The report as one table' })
  @AnswersFile('text/csv')
  async csv(@Param('id') id: string): Promise<string> {
    return reportCsv(await this.known(id));
  }

  @Get('report.html')
  @Header('content-type', 'text/html; charset=utf-8')
  @ApiOperation({ summary: 'The report as a page to print' })
  @AnswersFile('text/html')
  async page(@Param('id') id: string): Promise<string> {
    return reportPage(await this.known(id), 'en');
  }

  @Get('report.pdf')
  @Header('content-type', 'application/pdf')
  @Header('content-disposition', 'attachment; filename="report.pdf"')
  @ApiOperation({ summary: 'The report as PDF' })
  @AnswersFile('application/pdf')
  async pdf(@Param('id') id: string): Promise<Buffer> {
    const report = await this.known(id);
    return await this.paper.render(report.name, 'en', reportPaper(report));
  }

  @Post('report/publish')
  @HttpCode(200)
  @Roles(...managing)
  @ApiOperation({ summary: 'Make the report public as it stands now, at /s/{slug}/report' })
  @Answers(200, PublishedReportShape)
  async publish(@Param('id') id: string, @Req() request: FastifyRequest): Promise<PublishedReportShape> {
    const result = await this.staffReports.publish(staffOf(request), id);
    switch (result.kind) {
      case 'published':
        return result.answer;
      case 'needs_approval':
        throw approvalRequired(result);
      case 'not_found':
        throw new ProblemError('NOT_FOUND');
      case 'not_closed':
        throw new ProblemError('REPORT_NOT_READY');
    }
  }

  @Delete('report/publish')
  @HttpCode(204)
  @Roles(...managing)
  @ApiOperation({ summary: 'Take the public report back' })
  @AnswersNothing()
  async unpublish(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    if (!(await this.reports.unpublish(id, staffOf(request).actor))) throw new ProblemError('NOT_FOUND');
  }

  private async known(id: string): Promise<ReportShape> {
    const report = await this.reports.of(id);
    if (!report) throw new ProblemError('NOT_FOUND');
    return report;
  }
}
