import { Module } from '@nestjs/common';
import { InboxModule } from './inbox/inbox.module.js';
import { WebhookController } from './inbox/webhook.controller.js';
import { PaymentsModule } from './payments.module.js';

@Module({ imports: [PaymentsModule, InboxModule], controllers: [WebhookController] })
export class PaymentsDoorsModule {}
