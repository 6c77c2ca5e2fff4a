import type { ScanResult } from '../../contract/orders/ticket-shapes.js';
import type { ScannedTicket } from './scans.repository.js';

/** Decides an authentic scan before the ticket is written; null if the bearer may be admitted. */
export function refusalOf(
  ticket: Pick<ScannedTicket, 'saleId' | 'valid' | 'serial'> | null,
  serial: number,
  saleId: string | null,
): Exclude<ScanResult, 'admitted' | 'already'> | null {
  if (!ticket) return 'invalid';
  if (saleId !== null && ticket.saleId !== saleId) return 'other_show';
  return ticket.valid && ticket.serial === serial ? null : 'void';
}

/** Caps the scan time at now, because a scanner's clock may be ahead. */
export const heardAt = (scannedAt: Date, nowMs: number): Date => new Date(Math.min(scannedAt.getTime(), nowMs));
