import { Module } from '@nestjs/common';
import { PassesController } from './passes/passes.controller.js';
import { PlaceExtrasController } from './places/place-extras.controller.js';
import { PlaceController } from './places/place.controller.js';
import { PushController } from './push/push.controller.js';
import { QueueModule } from './queue.module.js';

@Module({
  imports: [QueueModule],
  controllers: [PlaceController, PlaceExtrasController, PassesController, PushController],
})
export class QueueDoorsModule {}
