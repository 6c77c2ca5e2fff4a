import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import {
  admitTicket,
  hasLetIn,
  mergeScan,
  type OfflineScan,
  type Scan,
  type ScanIdentity,
  scanConflicts,
  scannableTickets,
  scannedTicket,
} from './scan.sql.js';

export interface ScannedTicket {
  ticketId: string;
  orderId: string;
  saleId: string;
  label: string;
  seatId: string | null;
  ticketTypeId: string;
  serial: number;
  valid: boolean;
  admittedAt: Date | null;
  admittedGate: string | null;
}
export interface ScannableTicket {
  id: string;
  serial: number;
  label: string;
  admittedAt: Date | null;
  gate: string | null;
}
export interface ScanConflict {
  ticketId: string;
  orderId: string;
  label: string;
  scans: { at: string; gate: string; device: string | null }[];
}

@Injectable()
export class ScansRepository {
  constructor(private readonly prisma: PrismaService) {}

  async ticket(ticketId: string): Promise<ScannedTicket | null> {
    const [row] = await this.prisma.$queryRaw<ScannedTicket[]>(scannedTicket(ticketId));
    return row ?? null;
  }

  /** @returns whether this scan admitted the bearer */
  async admit(scan: Scan): Promise<boolean> {
    const [row] = await this.prisma.$queryRaw<{ admitted: boolean }[]>(admitTicket(scan));
    return row?.admitted ?? false;
  }

  async hasLetIn(ticketId: string, by: ScanIdentity): Promise<boolean> {
    const [row] = await this.prisma.$queryRaw<{ letIn: boolean }[]>(hasLetIn(ticketId, by));
    return row?.letIn ?? false;
  }

  /** @returns how many other scans let somebody in with the same ticket */
  async merge(scan: OfflineScan): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ others: number }[]>(mergeScan(scan));
    return row?.others ?? 0;
  }

  async conflicts(saleId: string, limit: number): Promise<ScanConflict[]> {
    return await this.prisma.$queryRaw<ScanConflict[]>(scanConflicts(saleId, limit));
  }

  async scannable(saleId: string, after: string, limit: number): Promise<ScannableTicket[]> {
    return await this.prisma.$queryRaw<ScannableTicket[]>(scannableTickets(saleId, after, limit));
  }
}
