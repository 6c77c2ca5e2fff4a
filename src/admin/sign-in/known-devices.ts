import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Tokens } from '../../platform/tokens/tokens.js';

/** The name of the cookie that says: this browser has signed in to that account before. */
export const DEVICE_COOKIE = 'ropeline_staff_device';
export const DEVICE_SECONDS = 180 * 86_400;
const ID_BYTES = 12;

/** Browsers that have signed in before. The cookie signs nobody in: it only keeps strangers' failures away from its owner. */
@Injectable()
export class KnownDevices {
  constructor(private readonly tokens: Tokens) {}

  tokenFor(address: string): string {
    return this.tokens.sign('device', ['staff', this.accountOf(address), randomBytes(ID_BYTES).toString('base64url')]);
  }

  /** A digest of the device; null when it has never signed in to this account. */
  digestOf(token: string | null, address: string): string | null {
    const [kind, account, id] = (token === null ? null : this.tokens.verify('device', token)) ?? [];
    return kind === 'staff' && id !== undefined && account === this.accountOf(address)
      ? this.tokens.mac('identity', 'sign-in-device', account, id)
      : null;
  }

  private accountOf(address: string): string {
    return this.tokens.mac('identity', 'staff-device', address);
  }
}
