import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { ConductedSales } from './conductor/conducted-sales.service.js';
import { Pulse } from './conductor/pulse.js';
import { SaleCache } from './catalogue/cache/sale-cache.service.js';
import { Pictures } from './pictures/pictures.service.js';
import { PicturesRepository } from './pictures/pictures.repository.js';
import { SaleLife } from './life/sale-life.js';
import { DeadlineExtension } from './life/deadline-extension.service.js';
import { SaleDrafts } from './catalogue/sale-drafts.service.js';
import { SaleSeatMap } from './catalogue/sale-seat-map.service.js';
import { SaleSettings } from './catalogue/sale-settings.service.js';
import { SaleStock } from './catalogue/changes/sale-stock.js';
import { SaleStockService } from './catalogue/changes/sale-stock.service.js';
import { SaleChangesRepository } from './catalogue/changes/sale-changes.repository.js';
import { DraftsRepository } from './catalogue/drafts.repository.js';
import { SalesRepository } from './catalogue/sales.repository.js';
import { TicketTypesRepository } from './catalogue/ticket-types.repository.js';
import { TypeChanges } from './catalogue/changes/type-changes.service.js';
import { PlainAnswers } from './pages/plain/plain-answers.service.js';
import { PlainForms } from './pages/plain/plain-forms.service.js';
import { FrontPages } from './pages/front-pages.service.js';
import { SalePages } from './pages/sale-pages.service.js';
import { SalesService } from './sales.service.js';
import { SnapshotBoard } from './snapshot/snapshot-board.js';
import { SnapshotComposer } from './snapshot/snapshot-composer.js';
import { SnapshotStore } from './snapshot/snapshot.store.js';

const services = [
  ...[
    SalesRepository,
    DraftsRepository,
    SaleChangesRepository,
    SaleCache,
    SaleLife,
    SaleStock,
    SaleStockService,
    SalesService,
  ],
  ...[TicketTypesRepository, TypeChanges],
  ...[SaleDrafts, SaleSettings, SaleSeatMap, DeadlineExtension],
  ...[PicturesRepository, Pictures],
  ...[SalePages, FrontPages, PlainForms, PlainAnswers],
  ...[SnapshotStore, SnapshotComposer, SnapshotBoard, Pulse, ConductedSales],
];

/** Sales: catalogue, life cycle, conducting and pages. */
@Module({
  imports: [QueueModule, InventoryModule],
  providers: services,
  exports: services,
})
export class SalesModule {}
