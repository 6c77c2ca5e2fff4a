import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Tokens } from '../../platform/tokens/tokens.js';

/** Cookie marking a browser that has signed in to an account before. */
export const DEVICE_COOKIE = 'ropeline_staff_device';
export const DEVICE_SECONDS = 180 * 86_400;
const ID_BYTES = 12;

/**
 * Browsers that have signed in before. The cookie does not authenticate: it only exempts its owner from back-off caused
 * by strangers' failures.
 */
@Injectable()
export class KnownDevices {
  constructor(private readonly tokens: Tokens) {}

  tokenFor(address: string): string {
    return this.tokens.sign('device', ['staff', this.accountOf(address), randomBytes(ID_BYTES).toString('base64url')]);
  }

  /** Returns a digest of the device; null if it never signed in to this account. */
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
