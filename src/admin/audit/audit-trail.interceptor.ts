import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, type Observable, switchMap } from 'rxjs';
import { AuditService, auditedDuring } from '../../platform/audit/audit.service.js';
import { knownStaffOf } from '../sign-in/staff.types.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Excluded because they change nothing: the panel takes a ticket on every connect, and counts readers as it is typed. */
const READS = new Set(['/v1/admin/socket-tickets', '/v1/admin/sales/:id/messages/audience']);

/**
 * Ensures that every change by staff is audited: if the service wrote no entry, one with the route is added. Refused
 * calls leave none.
 */
@Injectable()
export class AuditTrail implements NestInterceptor {
  constructor(private readonly audit: AuditService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const staff = context.getType() === 'http' && !SAFE.has(request.method) ? knownStaffOf(request) : null;
    const { url = '' } = request.routeOptions;
    if (!staff || READS.has(url)) return next.handle();
    return auditedDuring(
      () => next.handle(),
      (source, wrote) =>
        source.pipe(
          switchMap((answer: unknown) => {
            if (wrote() || http.getResponse<FastifyReply>().statusCode >= 400) return [answer];
            const { id = 'panel' } = request.params as { id?: string };
            const door = `${request.method} ${url}`;
            return from(this.audit.record(staff.actor, 'door', id, { door }).then(() => answer));
          }),
        ),
    );
  }
}
