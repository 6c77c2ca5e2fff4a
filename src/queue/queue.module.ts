import { Module } from '@nestjs/common';
import { AdmissionService } from './admission.service.js';
import { ClaimService } from './claim.service.js';
import { Core } from './core.service.js';
import { DrawService } from './draw.service.js';
import { EpochService } from './epoch.service.js';
import { FiguresService } from './figures.service.js';
import { JoinService } from './join.service.js';
import { LineRecords } from './line-records.service.js';
import { LineStore } from './line.store.js';
import { LiveLines } from './live-lines.js';
import { PassesService } from './passes.service.js';
import { PlaceIdentity } from './place-identity.service.js';
import { PlaceService } from './place.service.js';
import { PlaceStore } from './place.store.js';
import { QueueRepository } from './queue.repository.js';
import { QueueService } from './queue.service.js';

@Module({
  providers: [
    QueueService,
    QueueRepository,
    LineStore,
    PlaceStore,
    LineRecords,
    LiveLines,
    Core,
    EpochService,
    DrawService,
    JoinService,
    PlaceIdentity,
    PlaceService,
    ClaimService,
    AdmissionService,
    PassesService,
    FiguresService,
  ],
  // the rest is for the waiting room's own doors and tasks: other rooms import queue.service only
  exports: [QueueService, PassesService, LiveLines, QueueRepository, LineStore, Core],
})
export class QueueModule {}
