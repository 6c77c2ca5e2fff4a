import { Module } from '@nestjs/common';
import { PaymentsModule } from '../payments.module.js';
import { StoreMarkStore } from './store-mark.store.js';
import { StoreMarkTask } from './store-mark.task.js';

/**
 * Marks the database as used. Of the roles control and payments, each of which goes on alone while the other is replaced:
 * marked by one of them only, its replacement would pass for a complete stop. Loaded once on a node that has both.
 */
@Module({ imports: [PaymentsModule], providers: [StoreMarkStore, StoreMarkTask] })
export class StoreMarkModule {}
