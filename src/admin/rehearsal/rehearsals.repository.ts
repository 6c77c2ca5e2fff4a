import { Injectable } from '@nestjs/common';
import type { CrowdShape, RehearsalResultShape, RehearsalShape } from '../../contract/staff/rehearsal-shapes.js';
import { newId } from '../../platform/ids.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

/** A rehearsal without progress for this long has lost its node. */
const LOST_SECONDS = 60;
const KEPT_PER_SALE = 20;

/** Rehearsals and their results. */
@Injectable()
export class RehearsalsRepository {
  constructor(private readonly prisma: PrismaService) {}

  async start(saleId: string, crowd: CrowdShape, startedBy: string): Promise<string> {
    const { id } = await this.prisma.rehearsal.create({
      data: { id: newId('reh'), saleId, crowd, startedBy },
      select: { id: true },
    });
    return id;
  }

  /** Returns newest first. */
  async ofSale(saleId: string): Promise<RehearsalShape[]> {
    await this.endLost();
    const rows = await this.prisma.rehearsal.findMany({
      where: { saleId },
      orderBy: { startedAt: 'desc' },
      take: KEPT_PER_SALE,
    });
    return rows.map(({ crowd, result, state, startedAt, endedAt, seenAt: _, ...row }) => ({
      ...row,
      state: state as RehearsalShape['state'],
      crowd: crowd as CrowdShape,
      result: result as RehearsalResultShape | null,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    }));
  }

  async countRunning(): Promise<number> {
    await this.endLost();
    return await this.prisma.rehearsal.count({ where: { state: 'running' } });
  }

  /** Returns false if the rehearsal was canceled. */
  async noteProgress(id: string, progress: number): Promise<boolean> {
    const count = await this.prisma
      .$executeRaw`UPDATE rehearsal SET progress = ${progress}, seen_at = now() WHERE id = ${id} AND state = 'running'`;
    return count > 0;
  }

  async finish(id: string, result: RehearsalResultShape | null): Promise<void> {
    const data = result === null ? { state: 'failed' } : { state: 'done', progress: 1, result };
    await this.prisma.rehearsal.updateMany({ where: { id, state: 'running' }, data: { ...data, endedAt: new Date() } });
  }

  async cancel(saleId: string, id: string): Promise<boolean> {
    const data = { state: 'canceled', endedAt: new Date() };
    return (await this.prisma.rehearsal.updateMany({ where: { id, saleId, state: 'running' }, data })).count > 0;
  }

  async remove(saleId: string, id: string): Promise<boolean> {
    return (await this.prisma.rehearsal.deleteMany({ where: { id, saleId } })).count > 0;
  }

  private async endLost(): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE rehearsal SET state = 'failed', ended_at = now()
      WHERE state = 'running' AND seen_at < now() - make_interval(secs => ${LOST_SECONDS})`;
  }
}
