import { Injectable } from '@nestjs/common';
import type { SaleSeatMapShape } from '../../contract/stock/seat-map-shapes.js';
import { documentOf } from '../../inventory/seats/house-document.rules.js';
import { SaleMapsService } from '../../inventory/seats/sale-maps.service.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { saleVersion } from '../../sales/catalogue/sale-version.rules.js';
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
    const sale = await this.sales.freshById(saleId);
    if (!sale) throw new ProblemError('NOT_FOUND');
    const version = saleVersion(sale); // first: the map may be newer, never older
    const map = await this.maps.read(saleId);
    if (!map) return { seatMapId: null, version: 0, saleVersion: version, seatMap: null };
    return { seatMapId: map.seatMapId, version: map.version, saleVersion: version, seatMap: documentOf(map.house) };
  }

  /**
   * @param body the map itself, the result of parsing it (`{seatMap}`), or what `read` answered; the versions in it
   *   must then be those of now: the sale's for a draft, the map's once it is published
   */
  async replace(staff: Staff, saleId: string, body: Record<string, unknown> | undefined): Promise<SaleSeatMapShape> {
    const given = body ?? {};
    const { seatMap } = given;
    const isWrapped = typeof seatMap === 'object' && seatMap !== null;
    const result = isWrapped
      ? await this.change.replace(saleId, seatMap, versionsIn(given))
      : await this.change.replace(saleId, given);
    if (result.kind === 'fixed') throw new ProblemError('SEAT_MAP_FIXED', { detail: result.detail });
    replacedSale(result);
    const map = await this.read(saleId);
    await this.audit.record(staff.actor, 'sale.seat-map', saleId, { version: map.version });
    return map;
  }
}

function versionsIn({ version, saleVersion: ofSale }: Record<string, unknown>): { map?: string; sale?: string } {
  return {
    ...(version !== undefined && { map: textOf(version) }),
    ...(ofSale !== undefined && { sale: textOf(ofSale) }),
  };
}

/** Anything else than a version is one that nothing has. */
const textOf = (version: unknown): string => (typeof version === 'string' ? version : JSON.stringify(version));
