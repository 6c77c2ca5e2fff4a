import { Module } from '@nestjs/common';
import { PassesController } from './passes.controller.js';
import { PlaceController } from './place.controller.js';
import { QueueModule } from './queue.module.js';

@Module({ imports: [QueueModule], controllers: [PlaceController, PassesController] })
export class QueueDoorsModule {}
