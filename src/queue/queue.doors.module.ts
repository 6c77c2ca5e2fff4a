import { Module } from '@nestjs/common';
import { PassesController } from './passes/passes.controller.js';
import { PlaceController } from './places/place.controller.js';
import { QueueModule } from './queue.module.js';

@Module({ imports: [QueueModule], controllers: [PlaceController, PassesController] })
export class QueueDoorsModule {}
