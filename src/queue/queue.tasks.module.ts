import { Module } from '@nestjs/common';
import { ProgressTask } from './line/progress.task.js';
import { PushTask } from './push/push.task.js';
import { QueueModule } from './queue.module.js';
import { TurnMailTask } from './push/turn-mail.task.js';

@Module({ imports: [QueueModule], providers: [ProgressTask, PushTask, TurnMailTask] })
export class QueueTasksModule {}
