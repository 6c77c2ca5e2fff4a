import type { CallHandler, ExecutionContext } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { AuditService } from '../../platform/audit/audit.service.js';
import type { PrismaService } from '../../platform/prisma/prisma.service.js';
import { attachStaff } from '../sign-in/staff.types.js';
import { AuditTrail } from './audit-trail.interceptor.js';

const owner = {
  actor: 'member:mem_1',
  person: 'member:mem_1',
  role: 'owner',
  via: 'session',
  memberId: 'mem_1',
  sessionIdHash: null,
} as const;

/** Returns the audit entries that a call produced. */
async function entriesOf(
  method: string,
  work: (audit: AuditService) => Promise<unknown>,
  staff = true,
): Promise<string[]> {
  const entries: string[] = [];
  const create = ({ data }: { data: { actor: string; action: string } }): Promise<void> => {
    entries.push(`${data.actor} ${data.action}`);
    return Promise.resolve();
  };
  const audit = new AuditService({ auditEntry: { create } } as unknown as PrismaService);
  const request = { method, params: { id: 'sale_1' }, routeOptions: { url: '/v1/admin/sales/:id' } };
  if (staff) attachStaff(request as unknown as FastifyRequest, owner);
  const http = { getRequest: () => request, getResponse: () => ({ statusCode: 200 }) };
  const context = { getType: () => 'http', switchToHttp: () => http } as unknown as ExecutionContext;
  const next: CallHandler = { handle: (): Observable<unknown> => from(work(audit)) };
  await lastValueFrom(new AuditTrail(audit).intercept(context, next)).catch(() => undefined);
  return entries;
}

describe('the trail of staff', () => {
  it('adds the door where a change left no entry of its own', async () => {
    expect(await entriesOf('POST', () => Promise.resolve(1))).toEqual(['member:mem_1 door']);
  });
  it('adds nothing to an entry of the service', async () => {
    const work = (audit: AuditService) => audit.record('member:mem_1', 'sale.pause', 'sale_1');
    expect(await entriesOf('POST', work)).toEqual(['member:mem_1 sale.pause']);
  });
  it('adds nothing for reading, for refusals and for anybody but staff', async () => {
    expect(await entriesOf('GET', () => Promise.resolve(1))).toEqual([]);
    expect(await entriesOf('POST', () => Promise.reject(new Error('refused')))).toEqual([]);
    expect(await entriesOf('POST', () => Promise.resolve(1), false)).toEqual([]);
  });
});
