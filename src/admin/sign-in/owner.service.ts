import { randomBytes } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import { MembersRepository } from './members.repository.js';
import { Passwords, TooManyHashes } from './passwords.js';
import { addressOf } from './sign-in.service.js';
import { SignInStore } from './sign-in.store.js';
import { sha256Hex } from '../../platform/tokens/digests.js';

const DEMO_EMAIL = 'owner@demo.example';
const LINK_BYTES = 32;

interface OwnerClaim {
  token: string;
  email: string;
  name: string;
  password: string;
}

/** Creates the first owner: from the environment, for the demo, or by a one-time link printed in production. */
@Injectable()
export class OwnerService implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly members: MembersRepository,
    private readonly passwords: Passwords,
    private readonly store: SignInStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { ownerEmail, ownerPassword, mode } = this.config;
    if (ownerEmail !== null && ownerPassword !== null) {
      await this.put(ownerEmail, ownerPassword);
    } else if (mode === 'demo') {
      const password = randomBytes(9).toString('base64url');
      await this.put(DEMO_EMAIL, password);
      this.print(`Demo sign-in at ${this.config.publicUrl}/admin: ${DEMO_EMAIL} with password ${password}`);
    } else if (await this.members.isEmpty()) {
      const token = randomBytes(LINK_BYTES).toString('base64url');
      await this.store.keepOwnerLink(sha256Hex(token));
      this.print(`Become the owner within 15 minutes: ${this.config.publicUrl}/admin#owner=${token}`);
    }
  }

  /** Makes the first claimant of the printed link the owner. The link stays valid if hashing was refused under load. */
  async claim({ token, email, name, password }: OwnerClaim): Promise<'owner' | 'refused' | 'busy'> {
    const digest = sha256Hex(token);
    if (!(await this.store.takeOwnerLink(digest)) || !(await this.members.isEmpty())) return 'refused';
    try {
      await this.members.putOwner(addressOf(email), name.trim(), await this.passwords.hash(password));
      return 'owner';
    } catch (error) {
      await this.store.keepOwnerLink(digest);
      if (error instanceof TooManyHashes) return 'busy';
      throw error;
    }
  }

  /** Keeps the stored password if unchanged, so that a restart does not end sessions. */
  private async put(email: string, password: string): Promise<void> {
    const address = addressOf(email);
    const present = await this.members.byEmail(address);
    if (present?.role === 'owner' && (await this.passwords.matches(present.passwordHash, password))) return;
    await this.members.putOwner(address, present?.name ?? 'Owner', await this.passwords.hash(password));
  }

  /** Prints to the operator's terminal only, never to the log. */
  private print(line: string): void {
    process.stdout.write(`${line}\n`);
  }
}
