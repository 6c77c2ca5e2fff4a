import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { TicketShape } from '../contract/shapes.js';
import type { TransferShape } from '../contract/transfer-shapes.js';
import { SigningKeys } from '../platform/tokens/signing-keys.js';
import { barcodeBody, barcodeText, readBarcode } from './barcode.rules.js';
import { type LiveUnit, TicketsRepository } from './tickets.repository.js';

export interface LiveUnits {
  units: LiveUnit[];
  /** Where the next page begins; null on the last. */
  next: string | null;
}
export interface OrderTickets {
  tickets: TicketShape[];
  transferred: TransferShape[];
}
type Unsigned = Omit<TicketShape, 'barcode'> & { serial: number };
const PAGE = 1_000;

@Injectable()
export class TicketsService {
  private readonly privateKeys = new Map<string, KeyObject>();

  constructor(
    private readonly tickets: TicketsRepository,
    private readonly keys: SigningKeys,
  ) {}

  /** The live tickets of an order, in the order of its lines: what its buyer may show, and what others hold now. */
  async ofOrder(orderId: string): Promise<OrderTickets> {
    const issued = await this.tickets.issuedOf(orderId);
    const held = issued.filter(({ holderEmail }) => holderEmail === null);
    return {
      tickets: await this.shown(held),
      transferred: issued.flatMap(({ id: ticketId, label, transferredAt, holderEmail, holderName, passedOn }) => {
        if (transferredAt === null) return [];
        const to = passedOn ? null : { email: holderEmail ?? '', name: holderName ?? '' };
        return [{ ticketId, label, to, at: transferredAt.toISOString() }];
      }),
    };
  }

  /** Tickets with their present barcodes, for whoever holds them. */
  async shown(tickets: readonly Unsigned[]): Promise<TicketShape[]> {
    if (tickets.length === 0) return [];
    const key = await this.keys.current('ticket');
    return tickets.map(({ id, label, ticketTypeId, seatId, serial }) => {
      const body = barcodeBody({ keyId: key.kid, ticketId: id, serial });
      const barcode = barcodeText(body, sign(null, body, this.privateKey(key.kid, key.privateJwk)));
      return { id, label, ticketTypeId, seatId, barcode };
    });
  }

  /** What a barcode names, when one of our keys signed it; whether the ticket is still good is another question. */
  async readSigned(barcode: string): Promise<{ ticketId: string; serial: number } | null> {
    const read = readBarcode(barcode);
    const key = read && (await this.keys.valid('ticket')).find(({ kid }) => kid === read.content.keyId);
    if (!read || !key) return null;
    const publicKey = createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' });
    if (!verify(null, read.body, publicKey, read.signature)) return null;
    return { ticketId: read.content.ticketId, serial: read.content.serial };
  }

  /** Gives the live tickets that an order's buyer holds a new barcode each; older ones are refused. */
  async renew(orderId: string): Promise<void> {
    await this.tickets.raiseSerials(orderId);
  }

  /** Public keys that barcodes are checked with offline. */
  async publicKeys(): Promise<{ keys: JWK[] }> {
    return await this.keys.publicJwks('ticket');
  }

  /** One page of a sale's live tickets, issued or not, by ticket id. */
  async liveUnits(saleId: string, cursor: string | null = null, limit = PAGE): Promise<LiveUnits> {
    const units = await this.tickets.live(saleId, cursor ?? '', Math.min(limit, PAGE));
    const full = units.length === Math.min(limit, PAGE);
    return { units, next: full ? (units.at(-1)?.ticketId ?? null) : null };
  }

  private privateKey(kid: string, jwk: object): KeyObject {
    const present = this.privateKeys.get(kid);
    if (present) return present;
    const made = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
    this.privateKeys.set(kid, made);
    return made;
  }
}
