import { Module } from '@nestjs/common';
import { InboxRepository } from './inbox.repository.js';

/** The inbox alone, for the door that fills it and the tasks that empty it. */
@Module({ providers: [InboxRepository], exports: [InboxRepository] })
export class InboxModule {}
