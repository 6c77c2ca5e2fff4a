import { randomInt, randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/clock/clock.js';
import { isServerFault } from '../../platform/mail/mail-fault.rules.js';
import { mailCode, mailHeading, mailNote, mailPage, mailParagraph } from '../../platform/mail/mail-page.rules.js';
import { Mailer } from '../../platform/mail/mailer.service.js';
import { escapeHtml } from '../../platform/pages/html.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import type { FanLanguage } from '../../contract/languages.js';
import { wordsIn } from '../../words/all.js';
import type { EntryRules } from '../queue.types.js';
import { AccountKeys } from './account-keys.js';
import { CODE_SECONDS, EmailCodesStore } from './email-codes.store.js';
import { normalEmail } from '../../platform/mail/email-address.rules.js';

const DIGITS = 8;
/** Long enough that fans can prove an address before the prequeue and join at its end. */
const PROOF_MS = 24 * 3_600_000;
const PERSON_CHARACTERS = 24;
/** Marks proofs obtained by a form without JavaScript. */
const FORM_MARK = 'f';
/** Marks proofs obtained by a checked card, which no other kind of sale accepts, and card sales no other proof. */
const CARD_MARK = 'c';
const BUCKET_BYTES = 2;
const FIELD_BYTES = 9;
/** Mails in flight; excess ones are dropped and can be requested again. */
const MAX_IN_FLIGHT = 2_000;

export interface ProvenPerson {
  bucket: string;
  field: string;
  /** Proved by a form, which cannot solve a challenge. */
  byForm: boolean;
}

export type PersonResult =
  | { kind: 'proven'; person: ProvenPerson }
  | { kind: 'unproven' }
  /** The promoter's keys cannot be read: the proof may be good or not. */
  | { kind: 'away'; retryAfterMs: number };

/** Proves that one person takes one place: by e-mail, by the promoter's own login, or by a card. Addresses are not stored. */
@Injectable()
export class IdentityService {
  private readonly log = new Logger('Identity');
  private inFlight = 0;

  constructor(
    private readonly codes: EmailCodesStore,
    private readonly accounts: AccountKeys,
    private readonly mail: Mailer,
    private readonly tokens: Tokens,
    private readonly clock: Clock,
  ) {}

  /** True if no code can be mailed at all. */
  get mailIsOff(): boolean {
    return this.mail.isOff;
  }

  /**
   * Mails a code, or silently none above the limits, to reveal nothing. Rejects while Redis is unreachable.
   * @param whenAway called, maybe later, if no mail is sent by our own fault: of our mail server, or of a limit of ours
   *   that has nothing to do with the address
   */
  async askByMail(
    { id: saleId, name: saleName }: { id: string; name: string },
    address: string,
    language: FanLanguage,
    whenAway: () => void = () => undefined,
  ): Promise<{ codeLivesSeconds: number }> {
    const code = String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');
    const person = this.personBy('email', normalEmail(address));
    const kept = await this.codes.keep(saleId, person, this.tokens.mac('emailCode', saleId, person, code));
    if (kept === 'sale_limit') whenAway();
    if (kept === 'kept') this.post(address, saleName, code, language, whenAway);
    return { codeLivesSeconds: CODE_SECONDS };
  }

  /**
   * Returns the proof for a join; null for a wrong, expired or used code. Rejects while Redis is unreachable.
   * @param by `form` for a page without JavaScript, whose proof also replaces the challenge
   */
  async confirm(
    saleId: string,
    address: string,
    code: string,
    by: 'page' | 'form' = 'page',
  ): Promise<{ identity: string; expiresAt: string } | null> {
    const person = this.personBy('email', normalEmail(address));
    const digest = this.tokens.mac('emailCode', saleId, person, code);
    if (!(await this.codes.tryOnce(saleId, person, digest))) return null;
    return this.proofOf(saleId, person, by === 'form' ? [FORM_MARK] : []);
  }

  /** Returns the proof for a join of whoever holds a card, by the provider's fingerprint of its number. */
  proveCard(saleId: string, fingerprint: string): { identity: string; expiresAt: string } {
    return this.proofOf(saleId, this.personBy('card', fingerprint), [CARD_MARK]);
  }

  /** Tells whose place a proof asks for, and where that is stored. */
  async personOf(saleId: string, rules: EntryRules, proof: string): Promise<PersonResult> {
    if (rules.entry === 'account') return await this.byAccount(rules, proof);
    const signed = this.bySignature(saleId, proof, rules.entry === 'card');
    return signed ? { kind: 'proven', person: storedAs(signed.person, signed.byForm) } : { kind: 'unproven' };
  }

  private proofOf(saleId: string, person: string, mark: string[]): { identity: string; expiresAt: string } {
    const expiresAtMs = this.clock.nowMs() + PROOF_MS;
    const identity = this.tokens.sign('person', [saleId, person, expiresAtMs.toString(36), ...mark]);
    return { identity, expiresAt: new Date(expiresAtMs).toISOString() };
  }

  private bySignature(saleId: string, proof: string, byCard: boolean): { person: string; byForm: boolean } | null {
    const parts = this.tokens.verify('person', proof);
    if (!parts || parts.length < 3) return null;
    const [sale, person, expiresAt, mark] = parts as [string, string, string, string | undefined];
    if (sale !== saleId || Number.parseInt(expiresAt, 36) <= this.clock.nowMs()) return null;
    if ((mark === CARD_MARK) !== byCard) return null;
    return { person, byForm: mark === FORM_MARK };
  }

  private async byAccount({ identityKeys }: EntryRules, proof: string): Promise<PersonResult> {
    if (!identityKeys) return { kind: 'unproven' };
    const found = await this.accounts.accountOf(identityKeys, proof);
    if (found.kind === 'away') return found;
    if (found.kind === 'invalid') return { kind: 'unproven' };
    return { kind: 'proven', person: storedAs(this.personBy('account', found.account), false) };
  }

  private personBy(kind: 'email' | 'account' | 'card', name: string): string {
    return this.tokens.mac('person', kind, name.replaceAll('\0', '')).slice(0, PERSON_CHARACTERS);
  }

  /** Sends without awaiting the mail server, so that the response takes the same time for every address. */
  private post(to: string, saleName: string, code: string, language: FanLanguage, whenAway: () => void): void {
    if (this.inFlight >= MAX_IN_FLIGHT) {
      this.log.warn('e-mail code not sent: too many in flight');
      return whenAway();
    }
    this.inFlight += 1;
    const spaced = `${code.slice(0, 4)} ${code.slice(4)}`;
    const { direction, server } = wordsIn(language);
    const { code: words } = server;
    const text = `${words.text(saleName, spaced)}\n${words.unasked}\n`;
    const html = mailPage({ language, direction }, [
      mailHeading(saleName, escapeHtml),
      mailParagraph(words.title, escapeHtml),
      mailCode(spaced, escapeHtml),
      mailNote(words.unasked, escapeHtml),
    ]);
    void this.mail
      .send({ to: { name: '', address: to }, subject: `${code} – ${saleName}`, text, html, messageId: randomUUID() })
      .catch((error: unknown) => {
        this.log.error(`e-mail code not sent: ${error instanceof Error ? error.name : 'unknown'}`);
        if (isServerFault(error)) whenAway();
      })
      .finally(() => {
        this.inFlight -= 1;
      });
  }
}

function storedAs(person: string, byForm: boolean): ProvenPerson {
  const digest = Buffer.from(person, 'base64url');
  return {
    bucket: digest.subarray(0, BUCKET_BYTES).toString('hex'),
    field: digest.subarray(BUCKET_BYTES, BUCKET_BYTES + FIELD_BYTES).toString('base64url'),
    byForm,
  };
}
