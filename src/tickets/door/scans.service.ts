import { Injectable } from '@nestjs/common';
import { CompactSign, importJWK } from 'jose';
import type { MergedScans, ScanAnswer, ScanConflictShape, ScanListShape } from '../../contract/orders/ticket-shapes.js';
import { Clock } from '../../platform/clock/clock.js';
import { SigningKeys } from '../../platform/tokens/signing-keys.js';
import { TicketsService } from '../tickets.service.js';
import { heardAt, refusalOf } from './scan.rules.js';
import type { ScanIdentity } from './scan.sql.js';
import { type ScannedTicket, ScansRepository } from './scans.repository.js';

export interface ScanRequest {
  barcode: string;
  gate: string;
  /** Sale of the show at this door; null for any show of the house. */
  saleId: string | null;
}
export interface OnlineScanRequest extends ScanRequest {
  /** Which physical scan it is, so that a repeat after a lost answer is known; null if the scanner does not say. */
  by: ScanIdentity | null;
}
export interface OfflineScanRequest extends ScanRequest, ScanIdentity {
  letIn: boolean;
}

/** Tickets per page of the offline list: about a quarter of a megabyte. */
const LIST_PAGE = 2_000;
const MAX_CONFLICTS = 200;

/** Scans at the door: admits each ticket once, and reconciles scanners that were offline for a while. */
@Injectable()
export class ScansService {
  constructor(
    private readonly tickets: TicketsService,
    private readonly scans: ScansRepository,
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
  ) {}

  async scan({ barcode, gate, saleId, by }: OnlineScanRequest, actor: string): Promise<ScanAnswer> {
    const read = await this.tickets.readSigned(barcode);
    const ticket = read && (await this.scans.ticket(read.ticketId));
    if (!read || !ticket) return { result: 'invalid' };
    const refusal = refusalOf(ticket, read.serial, saleId);
    if (refusal) return { result: refusal, ticket: shapeOf(ticket) };
    const { ticketId, serial } = read;
    const isAdmitted = await this.scans.admit({ ticketId, serial, gate, actor, by });
    if (isAdmitted || (by && (await this.scans.hasLetIn(ticketId, by))))
      return { result: 'admitted', ticket: shapeOf(ticket) };
    return await this.lostRace(read.ticketId, read.serial, saleId);
  }

  /** Merges the scans of a scanner that was offline. Idempotent. */
  async merge(requests: readonly OfflineScanRequest[], actor: string): Promise<MergedScans> {
    const scans: MergedScans['scans'] = [];
    for (const request of requests) scans.push(await this.mergeOne(request, actor));
    return { scans };
  }

  async list(saleId: string, after: string | null): Promise<ScanListShape> {
    const tickets = await this.scans.scannable(saleId, after ?? '', LIST_PAGE);
    const at = new Date(this.clock.nowMs()).toISOString();
    const key = await this.keys.current('ticket');
    const payload = Buffer.from(JSON.stringify({ saleId, at, after, tickets }));
    const list = await new CompactSign(payload)
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid, typ: 'ropeline-scan-list+jws' })
      .sign(await importJWK(key.privateJwk, 'EdDSA'));
    const { keys } = await this.keys.publicJwks('ticket');
    const next = tickets.length === LIST_PAGE ? (tickets.at(-1)?.id ?? null) : null;
    return { saleId, at, list, keys: keys.map((jwk) => ({ ...jwk })), next };
  }

  async conflicts(saleId: string): Promise<ScanConflictShape[]> {
    const conflicts = await this.scans.conflicts(saleId, MAX_CONFLICTS);
    return conflicts.map(({ scans, ...rest }) => ({
      ...rest,
      scans: scans.map((scan) => ({ ...scan, at: new Date(scan.at).toISOString() })),
    }));
  }

  /** Re-reads the ticket, which was admitted or voided between read and update. */
  private async lostRace(ticketId: string, serial: number, saleId: string | null): Promise<ScanAnswer> {
    const ticket = await this.scans.ticket(ticketId);
    if (!ticket) return { result: 'invalid' };
    const result = refusalOf(ticket, serial, saleId) ?? 'already';
    return { result, ticket: shapeOf(ticket), ...(result === 'already' ? firstOf(ticket) : {}) };
  }

  private async mergeOne(request: OfflineScanRequest, actor: string): Promise<MergedScans['scans'][number]> {
    const { barcode, gate, saleId, device, scannedAt, letIn } = request;
    const read = await this.tickets.readSigned(barcode);
    if (!read) return { result: 'invalid', conflict: letIn };
    const at = heardAt(scannedAt, this.clock.nowMs());
    const others = await this.scans.merge({ ...read, saleId, gate, actor, device, scannedAt, heardAt: at, letIn });
    const ticket = await this.scans.ticket(read.ticketId);
    const refusal = refusalOf(ticket, read.serial, saleId);
    if (!ticket || refusal) return { result: refusal ?? 'invalid', conflict: letIn };
    const conflict = letIn && others > 0;
    // the only one that let somebody in is the admission, whatever time an online scan was given
    const isFirst =
      letIn && (!conflict || (ticket.admittedAt?.getTime() === at.getTime() && ticket.admittedGate === gate));
    return isFirst ? { result: 'admitted', conflict } : { result: 'already', conflict, ...firstOf(ticket) };
  }
}

function shapeOf({ ticketId, saleId, label, ticketTypeId, seatId }: ScannedTicket): NonNullable<ScanAnswer['ticket']> {
  return { id: ticketId, saleId, label, ticketTypeId, seatId };
}

function firstOf({ admittedAt, admittedGate }: ScannedTicket): Pick<ScanAnswer, 'first'> {
  return admittedAt ? { first: { at: admittedAt.toISOString(), gate: admittedGate ?? '' } } : {};
}
