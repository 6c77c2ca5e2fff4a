import { Prisma } from '../../generated/prisma/client.js';

export interface Scan {
  ticketId: string;
  serial: number;
  gate: string;
  actor: string;
  /** Which physical scan it is: one scanner and its time; null for a scanner that does not say. */
  by: ScanIdentity | null;
}
export interface ScanIdentity {
  device: string;
  /** By the scanner's clock, as sent: any other time would be another scan when it is handed in again. */
  scannedAt: Date;
}
/** A scan that a scanner decided itself while offline. */
export interface OfflineScan extends Omit<Scan, 'by'>, ScanIdentity {
  /** Sale of the show at that door; null for any show of the house. */
  saleId: string | null;
  letIn: boolean;
  /** `scannedAt`, but not in the future: the time of the admission. */
  heardAt: Date;
}

/** Ticket columns that a scan reads. */
const knownColumns = Prisma.sql`id AS "ticketId", order_id AS "orderId", sale_id AS "saleId", label, seat_id AS "seatId",
  ticket_type_id AS "ticketTypeId", serial, issued_at IS NOT NULL AND voided_at IS NULL AND held_at IS NULL AS valid,
  admitted_at AS "admittedAt", admitted_gate AS "admittedGate"`;

export const scannedTicket = (ticketId: string): Prisma.Sql =>
  Prisma.sql`SELECT ${knownColumns} FROM ticket WHERE id = ${ticketId}`;

/**
 * Admits the bearer of a ticket once: of concurrent scans, the one whose update finds the ticket unused wins.
 * Records every scan, a repeated one once. Yields {admitted}.
 */
export function admitTicket({ ticketId, serial, gate, actor, by }: Scan): Prisma.Sql {
  return Prisma.sql`
    WITH moved AS (
      UPDATE ticket SET admitted_at = now(), admitted_gate = ${gate}
      WHERE id = ${ticketId} AND serial = ${serial}::int AND issued_at IS NOT NULL AND voided_at IS NULL AND held_at IS NULL
        AND admitted_at IS NULL
      RETURNING id
    ),
    noted AS (
      INSERT INTO ticket_scan (ticket_id, sale_id, serial, gate, device, scanned_at, let_in, actor)
      SELECT id, sale_id, ${serial}::int, ${gate}, ${by?.device ?? null}, COALESCE(${by?.scannedAt ?? null}::timestamptz, now()),
        EXISTS (SELECT FROM moved), ${actor}
      FROM ticket WHERE id = ${ticketId}
      ON CONFLICT (ticket_id, device, scanned_at) DO NOTHING
    )
    SELECT EXISTS (SELECT FROM moved) AS admitted`;
}

/** Selects whether this very scan has let its bearer in: its answer was lost, and it is asked again. */
export const hasLetIn = (ticketId: string, { device, scannedAt }: ScanIdentity): Prisma.Sql =>
  Prisma.sql`SELECT EXISTS (SELECT FROM ticket_scan WHERE ticket_id = ${ticketId} AND device = ${device}
    AND scanned_at = ${scannedAt}::timestamptz AND let_in) AS "letIn"`;

/**
 * Merges a scan that was decided offline. The earliest scan becomes the ticket's admission, whenever it arrives, unless
 * it was of another show, of a barcode that has been replaced, or of a voided ticket: such a scan is recorded, and spends
 * nobody's ticket. Idempotent per scan, also with one that arrived online and whose answer was lost: the scanner's own
 * word that it let somebody in stands. Yields {others}: how many other scans let somebody in with the ticket.
 */
export function mergeScan(scan: OfflineScan): Prisma.Sql {
  const { ticketId, serial, saleId, gate, actor, device, scannedAt, heardAt, letIn } = scan;
  return Prisma.sql`
    WITH noted AS (
      INSERT INTO ticket_scan (ticket_id, sale_id, serial, gate, device, scanned_at, let_in, actor)
      SELECT id, sale_id, ${serial}::int, ${gate}, ${device}, ${scannedAt}::timestamptz, ${letIn}::boolean, ${actor}
      FROM ticket WHERE id = ${ticketId}
      ON CONFLICT (ticket_id, device, scanned_at) DO UPDATE SET let_in = true WHERE excluded.let_in AND NOT ticket_scan.let_in
      RETURNING ticket_id, let_in
    ),
    moved AS (
      UPDATE ticket SET admitted_at = ${heardAt}::timestamptz, admitted_gate = ${gate}
      FROM noted WHERE ticket.id = noted.ticket_id AND noted.let_in AND issued_at IS NOT NULL AND voided_at IS NULL
        AND ticket.serial = ${serial}::int AND (${saleId}::text IS NULL OR ticket.sale_id = ${saleId}::text)
        AND (admitted_at IS NULL OR admitted_at > ${heardAt}::timestamptz)
    )
    SELECT count(*)::int AS others FROM ticket_scan
    WHERE ticket_id = ${ticketId} AND let_in AND (device IS DISTINCT FROM ${device} OR scanned_at <> ${scannedAt}::timestamptz)`;
}

/** Selects tickets of a sale that admitted several bearers, or one after being voided, with all those scans. */
export function scanConflicts(saleId: string, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT scan.ticket_id AS "ticketId", ticket.label, ticket.order_id AS "orderId",
      json_agg(json_build_object('at', LEAST(scan.scanned_at, scan.received_at), 'gate', scan.gate, 'device', scan.device) ORDER BY LEAST(scan.scanned_at, scan.received_at), scan.id) AS scans
    FROM ticket_scan scan JOIN ticket ON ticket.id = scan.ticket_id
    WHERE scan.sale_id = ${saleId} AND scan.let_in
    GROUP BY scan.ticket_id, ticket.id HAVING count(*) > 1 OR bool_or(scan.serial <> ticket.serial AND ticket.voided_at < scan.scanned_at)
    ORDER BY max(scan.id) DESC LIMIT ${limit}::int`;
}

/** Selects the live tickets of a sale after an id, for offline scanners. */
export function scannableTickets(saleId: string, after: string, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT id, serial, label, admitted_at AS "admittedAt", admitted_gate AS "gate" FROM ticket
    WHERE sale_id = ${saleId} AND voided_at IS NULL AND held_at IS NULL AND issued_at IS NOT NULL AND id > ${after} ORDER BY id LIMIT ${limit}::int`;
}
