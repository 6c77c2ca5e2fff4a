import { Controller, Get, Header, Headers, Param } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReportShape } from '../../contract/staff/report-shapes.js';
import { Answers } from '../../platform/openapi/answers.js';
import { languageOf } from '../../platform/http/language.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { reportPage, reportStyles } from './report-page.rules.js';
import { ReportService } from './report.service.js';

/** Reports that the promoter has published. */
@ApiTags('sales')
@Controller()
export class PublicReportsController {
  constructor(private readonly reports: ReportService) {}

  @Get('v1/sales/:slug/report')
  @ApiOperation({ summary: 'The report of a sale, where its promoter has published it' })
  @Answers(200, ReportShape)
  async read(@Param('slug') slug: string): Promise<ReportShape> {
    return await this.known(slug);
  }

  @Get('s/:slug/report')
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/html; charset=utf-8')
  async page(@Param('slug') slug: string, @Headers('accept-language') languages?: string): Promise<string> {
    return reportPage(await this.known(slug), languageOf(languages));
  }

  @Get('v1/report.css')
  @ApiExcludeEndpoint()
  @Header('content-type', 'text/css; charset=utf-8')
  styles(): string {
    return reportStyles;
  }

  private async known(slug: string): Promise<ReportShape> {
    const document = await this.reports.publicDocument(slug);
    if (document === null) throw new ProblemError('NOT_FOUND');
    return JSON.parse(document) as ReportShape;
  }
}
