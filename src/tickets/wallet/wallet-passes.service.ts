import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { importPKCS8, SignJWT } from 'jose';
import { PKPass } from 'passkit-generator';
import { Config } from '../../platform/config/config.js';
import { type AppleCertificates, readAppleCertificates } from './apple-certificates.rules.js';
import { wordsIn } from '../../words/all.js';
import { itemPhrase } from '../../words/seat-phrase.js';
import { plainIcon } from './plain-icon.rules.js';
import type { Wallet, WalletTicket } from './wallet.types.js';

const ICON_PIXELS = 29;
const INK = [23, 26, 33] as const;
const SAVE_URL = 'https://pay.google.com/gp/v/save/';

interface GoogleAccount {
  client_email: string;
  private_key: string;
}

/** Creates wallet passes if the operator has configured the keys. Passes are signed locally, without network calls. */
@Injectable()
export class WalletPasses implements OnModuleInit {
  private apple: AppleCertificates | null = null;
  private google: GoogleAccount | null = null;

  constructor(private readonly config: Config) {}

  /** Fails the start on an unusable file, because silently missing passes would only be noticed at the door. */
  async onModuleInit(): Promise<void> {
    const { applePassFile, googleWalletFile } = this.config;
    this.apple = await this.read('ROPELINE_APPLE_PASS_FILE', applePassFile, readAppleCertificates);
    this.google = await this.read('ROPELINE_GOOGLE_WALLET_FILE', googleWalletFile, readGoogleAccount);
  }

  offered(): Wallet[] {
    return [...(this.apple ? ['apple' as const] : []), ...(this.google ? ['google' as const] : [])];
  }

  /** Returns a signed .pkpass; null if no certificate is configured. */
  appleOf({ ticket, count, show, url, language }: WalletTicket): Buffer | null {
    if (!this.apple) return null;
    const { inside, sale } = wordsIn(language);
    const place = itemPhrase(ticket.label, inside);
    const { passTypeId, teamId, ...certificates } = this.apple;
    const icons = { 'icon.png': plainIcon(ICON_PIXELS, INK), 'icon@2x.png': plainIcon(ICON_PIXELS * 2, INK) };
    const pass = new PKPass(icons, certificates, {
      formatVersion: 1,
      serialNumber: ticket.id,
      passTypeIdentifier: passTypeId,
      teamIdentifier: teamId,
      organizationName: show.name,
      description: `${show.name}: ${place}`,
      foregroundColor: 'rgb(255, 255, 255)',
      backgroundColor: `rgb(${INK.join(', ')})`,
    });
    pass.type = 'eventTicket';
    pass.primaryFields.push({ key: 'show', label: show.venue, value: show.name });
    pass.secondaryFields.push({
      key: 'starts',
      label: sale.changed.startsAt,
      value: show.startsAt,
      dateStyle: 'PKDateStyleMedium',
      timeStyle: 'PKDateStyleShort',
    });
    pass.auxiliaryFields.push({ key: 'ticket', label: inside.order.ticket(...count), value: place });
    pass.backFields.push({ key: 'order', label: inside.order.number, value: url });
    pass.setRelevantDate(new Date(show.startsAt));
    pass.setBarcodes({ message: ticket.barcode, format: 'PKBarcodeFormatQR', messageEncoding: 'iso-8859-1' });
    return pass.getAsBuffer();
  }

  /** Returns the URL that saves a ticket to Google Wallet; null if no account is configured. */
  async googleOf({ ticket, saleId, show, url, language }: WalletTicket): Promise<string | null> {
    const issuer = this.config.googleWalletIssuer;
    if (!this.google || issuer === null) return null;
    const { inside } = wordsIn(language);
    const text = (value: string) => ({ defaultValue: { language, value } });
    const classId = `${issuer}.${saleId}`;
    const payload = {
      eventTicketClasses: [
        {
          id: classId,
          issuerName: show.name,
          reviewStatus: 'UNDER_REVIEW',
          eventName: text(show.name),
          venue: { name: text(show.venue), address: text(show.venue) },
          dateTime: { start: show.startsAt },
        },
      ],
      eventTicketObjects: [
        {
          // an object that exists is not updated by saving it again, so each barcode is an object of its own
          id: `${issuer}.${ticket.id}-${createHash('sha256').update(ticket.barcode).digest('hex').slice(0, 12)}`,
          classId,
          state: 'ACTIVE',
          ticketNumber: ticket.id,
          ticketType: text(itemPhrase(ticket.label, inside)),
          barcode: { type: 'QR_CODE', value: ticket.barcode },
          linksModuleData: { uris: [{ id: 'order', uri: url, description: inside.order.number }] },
        },
      ],
    };
    const key = await importPKCS8(this.google.private_key, 'RS256');
    const claims = { typ: 'savetowallet', origins: [this.config.publicUrl], payload };
    const jwt = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(this.google.client_email)
      .setAudience('google')
      .setIssuedAt()
      .sign(key);
    return `${SAVE_URL}${jwt}`;
  }

  private async read<T>(variable: string, file: string | null, parse: (text: string) => T): Promise<T | null> {
    if (file === null) return null;
    try {
      return parse(await readFile(file, 'utf8'));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${variable}: ${file} cannot be used: ${why}`, { cause: error });
    }
  }
}

function readGoogleAccount(json: string): GoogleAccount {
  const account = JSON.parse(json) as Partial<GoogleAccount>;
  if (typeof account.client_email !== 'string' || typeof account.private_key !== 'string')
    throw new Error('it is not a service account key');
  return { client_email: account.client_email, private_key: account.private_key };
}
