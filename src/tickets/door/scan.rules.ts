import type { ScanResult } from '../../contract/ticket-shapes.js';
import type { ScannedTicket } from './scans.repository.js';

/** What a scan of an authentic barcode comes to before the ticket is touched; null: it may be let in. */
export function refusalOf(
  ticket: Pick<ScannedTicket, 'saleId' | 'valid' | 'serial'> | null,
  serial: number,
  saleId: string | null,
): Exclude<ScanResult, 'admitted' | 'already'> | null {
  if (!ticket) return 'invalid';
  if (saleId !== null && ticket.saleId !== saleId) return 'other_show';
  return ticket.valid && ticket.serial === serial ? null : 'void';
}

/** A scanner's clock may be wrong, but no scan was made after it was handed in. */
export const heardAt = (scannedAt: Date, nowMs: number): Date => new Date(Math.min(scannedAt.getTime(), nowMs));
