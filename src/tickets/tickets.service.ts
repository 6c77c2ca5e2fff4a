import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { TicketShape } from '../contract/orders/order-shapes.js';
import type { TransferShape } from '../contract/orders/transfer-shapes.js';
import { SigningKeys } from '../platform/tokens/signing-keys.js';
import { barcodeBody, barcodeText, readBarcode } from './barcode.rules.js';
import { TicketsRepository } from './tickets.repository.js';

export interface OrderTickets {
  tickets: TicketShape[];
  transferred: TransferShape[];
}
type Unsigned = Omit<TicketShape, 'barcode' | 'held'> & { serial: number; isHeld: boolean };

@Injectable()
export class TicketsService {
  private readonly privateKeys = new Map<string, KeyObject>();

  constructor(
    private readonly tickets: TicketsRepository,
    private readonly keys: SigningKeys,
  ) {}

  /** Returns the live tickets of an order sorted by its lines: those held by the buyer, and those transferred. */
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

  /** Returns the labels of an order's live tickets that its buyer holds, without signing their barcodes. */
  async labelsOf(orderId: string): Promise<string[]> {
    const issued = await this.tickets.issuedOf(orderId);
    return issued.filter(({ holderEmail }) => holderEmail === null).map(({ label }) => label);
  }

  /** Adds the current barcodes to tickets, for their holder. */
  async shown(tickets: readonly Unsigned[]): Promise<TicketShape[]> {
    if (tickets.length === 0) return [];
    const key = await this.keys.current('ticket');
    return tickets.map(({ id, label, ticketTypeId, seatId, serial, isHeld }) => {
      const body = barcodeBody({ keyId: key.kid, ticketId: id, serial });
      const barcode = barcodeText(body, sign(null, body, this.privateKey(key.kid, key.privateJwk)));
      return { id, label, ticketTypeId, seatId, barcode, ...(isHeld && { held: true }) };
    });
  }

  /** Reads a barcode signed by one of our keys, else returns null. Does not check whether the ticket is still valid. */
  async readSigned(barcode: string): Promise<{ ticketId: string; serial: number } | null> {
    const read = readBarcode(barcode);
    const key = read && (await this.keys.valid('ticket')).find(({ kid }) => kid === read.content.keyId);
    if (!read || !key) return null;
    const publicKey = createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' });
    if (!verify(null, read.body, publicKey, read.signature)) return null;
    return { ticketId: read.content.ticketId, serial: read.content.serial };
  }

  /** Renews the barcodes of the live tickets held by the order's buyer; earlier ones are refused. */
  async renew(orderId: string): Promise<void> {
    await this.tickets.raiseSerials(orderId);
  }

  /** Returns the public keys for offline verification of barcodes. */
  async publicKeys(): Promise<{ keys: JWK[] }> {
    return await this.keys.publicJwks('ticket');
  }

  private privateKey(kid: string, jwk: object): KeyObject {
    const present = this.privateKeys.get(kid);
    if (present) return present;
    const made = createPrivateKey({ key: { ...jwk }, format: 'jwk' });
    this.privateKeys.set(kid, made);
    return made;
  }
}
