import { Injectable } from '@nestjs/common';
import { SaleMapsService } from '../../inventory/seats/sale-maps.service.js';
import { readSeatMap } from '../../inventory/seats/seat-map.rules.js';
import { NewsService } from '../../platform/news/news.service.js';
import type { SeatMapChange } from '../sale-results.types.js';
import { SalesService } from '../sales.service.js';
import { SaleDrafts } from './sale-drafts.service.js';
import { viewOf } from './sale-view.rules.js';
import { SalesRepository } from './sales.repository.js';

/** Replaces the seat map of a sale. */
@Injectable()
export class SaleSeatMap {
  constructor(
    private readonly sales: SalesRepository,
    private readonly present: SalesService,
    private readonly drafts: SaleDrafts,
    private readonly maps: SaleMapsService,
    private readonly news: NewsService,
  ) {}

  /**
   * Replaces a draft's seat map, keeping its ticket types. Once published, only the drawing and names of the same seats
   * may change.
   * @param as versions that the caller has read, of the map and of a draft; others are a conflict
   */
  async replace(saleId: string, document: object, as: { map?: string; sale?: string } = {}): Promise<SeatMapChange> {
    const row = await this.sales.byId(saleId);
    if (!row) return { kind: 'not_found' };
    const { state } = viewOf(row);
    if (state === 'draft') {
      const input = await this.present.input(saleId);
      if (input) return await this.drafts.replace(saleId, { ...input, seatMap: document, seatMapId: null }, as.sale);
    }
    const read = readSeatMap(document);
    if (read.kind === 'invalid') return read;
    if (state === 'closed') return { kind: 'refused', state };
    const result = await this.maps.redraw(saleId, read.house, as.map);
    if (result.kind !== 'redrawn') return result;
    await this.news.publish<'sale', 'changed'>(`sale:${saleId}`, 'changed', { what: 'sale' });
    return { kind: 'changed', sale: viewOf(await this.sales.existing(saleId)) };
  }
}
