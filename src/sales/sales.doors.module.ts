import { Module } from '@nestjs/common';
import { InventoryModule } from '../inventory/inventory.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { FanTickets } from './pages/fan-tickets.service.js';
import { HandoffsController } from './pages/handoffs.controller.js';
import { IdentityController } from './pages/identity.controller.js';
import { PagesController } from './pages/pages.controller.js';
import { PlainArrival } from './pages/plain/plain-arrival.service.js';
import { PlainExtrasController } from './pages/plain/plain-extras.controller.js';
import { PlainExtras } from './pages/plain/plain-extras.service.js';
import { PlainJoin } from './pages/plain/plain-join.service.js';
import { PlainLineController } from './pages/plain/plain-line.controller.js';
import { PlainLine } from './pages/plain/plain-line.service.js';
import { PicturesController } from './pictures/pictures.controller.js';
import { MailStopController } from './pages/mail-stop.controller.js';
import { PlaceMailController } from './pages/place-mail.controller.js';
import { StepUpController } from './pages/step-up.controller.js';
import { PlainStepUp } from './pages/plain/plain-step-up.service.js';
import { PlacesController } from './pages/places.controller.js';
import { SalesController } from './pages/sales.controller.js';
import { SalesModule } from './sales.module.js';

@Module({
  imports: [SalesModule, QueueModule, InventoryModule],
  controllers: [
    SalesController,
    PlacesController,
    HandoffsController,
    IdentityController,
    PlaceMailController,
    StepUpController,
    MailStopController,
    PagesController,
    PlainLineController,
    PlainExtrasController,
    PicturesController,
  ],
  providers: [FanTickets, PlainArrival, PlainExtras, PlainJoin, PlainLine, PlainStepUp],
})
export class SalesDoorsModule {}
