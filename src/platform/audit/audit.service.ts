import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { Observable } from 'rxjs';
import type { ActionCode } from '../../contract/staff/action-words.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { type AuditEntry, auditOnce, type Json } from './audit.sql.js';

/** Tracks whether the current request has written an entry. */
const trail = new AsyncLocalStorage<{ wrote: boolean }>();
/** Requests being tracked. */
let tracked = 0;

/** Runs a request so that `finish` can check whether it wrote an entry. */
export function auditedDuring<T>(
  work: () => Observable<T>,
  finish: (source: Observable<T>, wrote: () => boolean) => Observable<T>,
): Observable<T> {
  const state = { wrote: false };
  return new Observable<T>((subscriber) => {
    tracked += 1;
    const subscription = trail.run(state, () => finish(work(), () => state.wrote).subscribe(subscriber));
    subscription.add(() => {
      tracked -= 1;
      // AsyncLocalStorage adds two hooks to every promise, so it is enabled only during staff requests
      if (tracked === 0) trail.disable();
    });
    return subscription;
  });
}

/**
 * Who did what to what, append only. `data` holds no secret and no personal data beyond ids. An entry with
 * `data.partnerId` is shown to that partner too.
 */
@Injectable()
export class AuditService {
  constructor(private readonly prisma: PrismaService) {}

  async record(
    actor: string,
    action: ActionCode,
    subject: string,
    data: { readonly [key: string]: Json } = {},
  ): Promise<void> {
    this.wrote();
    await this.prisma.auditEntry.create({ data: { actor, action, subject, data } });
  }

  /** Logs what is done outside Postgres; of an approval once, so that a repeat may log it again. */
  async recordOnce(entry: AuditEntry): Promise<void> {
    this.wrote();
    await this.prisma.$executeRaw`${auditOnce(entry)}`;
  }

  /** Returns whether an action is logged that was carried out for this approval. */
  async hasMade(approvalId: string): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<unknown[]>`
      SELECT 1 FROM audit_entry WHERE data->>'approvalId' = ${approvalId} LIMIT 1`;
    return rows.length > 0;
  }

  /** Tells that the entry of the current request was written together with what it is about (auditInsertFrom). */
  wrote(): void {
    const state = trail.getStore();
    if (state) state.wrote = true;
  }
}
