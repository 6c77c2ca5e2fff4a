import type { ScanResult } from '../../../src/contract/orders/ticket-shapes.js';
import type { ReadBarcode } from './barcode.js';

/** A ticket of the signed list. */
export interface ListedTicket {
  id: string;
  serial: number;
  label: string;
  admittedAt: string | null;
  gate: string | null;
}

/** A scan decided offline on this device and not yet accepted by the server. */
export interface OfflineScan {
  barcode: string;
  gate: string;
  saleId: string;
  scannedAt: string;
  letIn: boolean;
}

export interface Verdict {
  result: ScanResult;
  label?: string | undefined;
  first?: { at: string; gate: string } | undefined;
}

/**
 * Decides a scan offline: compares an authentic barcode with the list and with what this device has admitted since. A
 * ticket missing from the list was voided, or belongs to another show.
 */
export function judge(
  read: ReadBarcode | null,
  authentic: boolean,
  ticket: ListedTicket | undefined,
  letInHere: { at: string; gate: string } | undefined,
): Verdict {
  if (!read || !authentic) return { result: 'invalid' };
  if (!ticket || ticket.serial !== read.serial) return { result: 'void', label: ticket?.label };
  const first =
    letInHere ?? (ticket.admittedAt === null ? undefined : { at: ticket.admittedAt, gate: ticket.gate ?? '' });
  return first ? { result: 'already', label: ticket.label, first } : { result: 'admitted', label: ticket.label };
}

/** Maximum scans handed in per call, oldest first. */
export const MERGE_BATCH = 100;
export const nextBatch = (waiting: readonly OfflineScan[]): OfflineScan[] => waiting.slice(0, MERGE_BATCH);

/** One word, readable from two metres. */
export const verdictWords: Record<ScanResult, { word: string; means: string; tone: 'ok' | 'warn' | 'bad' }> = {
  admitted: { word: 'Let in', means: 'Valid ticket.', tone: 'ok' },
  already: { word: 'Used already', means: 'Somebody came in with this ticket.', tone: 'warn' },
  void: { word: 'Not valid', means: 'Refunded, replaced by a newer one, or not for this show.', tone: 'bad' },
  invalid: { word: 'Not a ticket', means: 'This code is not one of ours.', tone: 'bad' },
  other_show: { word: 'Another show', means: 'A ticket of ours, for something else.', tone: 'bad' },
};
