import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { RebuildReports } from '../../checkout/recovery/rebuild-reports.service.js';
import { RebuildsAnswer } from '../../contract/stock/rebuild-shapes.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { SaleCache } from '../../sales/catalogue/cache/sale-cache.service.js';
import { HistoryRepository } from '../live/history.repository.js';
import { StaffGuard } from '../sign-in/staff.guard.js';
import { rebuildShape, stoppedAt } from './rebuild.rules.js';

/** Difference reports of a sale's rebuilds after a loss of Redis. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/sales/:id/rebuilds')
export class RebuildsController {
  constructor(
    private readonly reports: RebuildReports,
    private readonly history: HistoryRepository,
    private readonly sales: SaleCache,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What each loss of Redis cost the sale: what was found, lost and restored; newest first' })
  @Answers(200, RebuildsAnswer)
  async list(@Param('id') id: string): Promise<RebuildsAnswer> {
    if (!(await this.sales.byId(id))) throw new ProblemError('NOT_FOUND');
    const reports = await this.reports.of(id);
    const shapes = reports.map(async (rebuilt) =>
      rebuildShape(rebuilt, await this.history.lastBefore(id, rebuilt.epoch, stoppedAt(rebuilt))),
    );
    return { rebuilds: await Promise.all(shapes) };
  }
}
