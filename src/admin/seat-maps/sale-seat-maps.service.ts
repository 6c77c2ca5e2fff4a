import { Injectable } from '@nestjs/common';
import type { SaleSeatMapShape } from '../../contract/seat-map-shapes.js';
import { documentOf } from '../../inventory/seats/house-document.rules.js';
import { SaleMapsService } from '../../inventory/seats/sale-maps.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { SaleSeatMap } from '../../sales/catalogue/sale-seat-map.service.js';
import { SalesService } from '../../sales/sales.service.js';
import { replacedSale } from '../sales/sale-answers.js';
import type { Staff } from '../sign-in/staff.types.js';

/** Staff operations on a sale's seat map. */
@Injectable()
export class SaleSeatMaps {
  constructor(
    private readonly maps: SaleMapsService,
    private readonly sales: SalesService,
    private readonly change: SaleSeatMap,
    private readonly audit: AuditService,
  ) {}

  async read(saleId: string): Promise<SaleSeatMapShape> {
    const map = await this.maps.read(saleId);
    if (map) return { seatMapId: map.seatMapId, version: map.version, seatMap: documentOf(map.house) };
    if (!(await this.sales.saleById(saleId))) throw new ProblemError('NOT_FOUND');
    return { seatMapId: null, version: 0, seatMap: null };
  }

  /** @param body the map itself, or the result of parsing it: `{seatMap}` */
  async replace(staff: Staff, saleId: string, body: Record<string, unknown> | undefined): Promise<SaleSeatMapShape> {
    const given = body ?? {};
    const { seatMap } = given;
    const isWrapped = typeof seatMap === 'object' && seatMap !== null;
    const result = await this.change.replace(saleId, isWrapped ? seatMap : given);
    if (result.kind === 'fixed') throw new ProblemError('SEAT_MAP_FIXED', { detail: result.detail });
    replacedSale(result);
    const map = await this.read(saleId);
    await this.audit.record(staff.actor, 'sale.seat-map', saleId, { version: map.version });
    return map;
  }
}
