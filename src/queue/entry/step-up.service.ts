import { Injectable, Logger } from '@nestjs/common';
import type { FanLanguage } from '../../contract/languages.js';
import { Tallies } from '../../platform/tally/tallies.js';
import { keysOf } from '../draw/draw.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { EpochGuard } from '../line/epoch-guard.service.js';
import { PlaceIdentity } from '../places/place-identity.service.js';
import { refusalOf } from '../places/place.service.js';
import { type AskedReply, StepUpStore } from '../places/step-up.store.js';
import type { EntryRules, PlaceRef, PlaceRefusal } from '../queue.types.js';
import { keyOf, PersonPlaces } from './person-places.service.js';
import { TourPlaces } from './tour-places.js';

type NotAsked = { kind: 'not_asked' } | { kind: 'RATE_LIMITED'; retryAfterMs: number } | PlaceRefusal;
export type StepUpAsked = { kind: 'sent'; codeLivesSeconds: number } | NotAsked;
export type StepUpConfirmed =
  | { kind: 'proved' }
  | { kind: 'code_wrong' }
  /** The address has confirmed, or taken, another place. */
  | { kind: 'has_place' }
  | { kind: 'elsewhere' }
  | NotAsked;
interface SaleTerms {
  id: string;
  name: string;
  rules: EntryRules;
}
const BUSY_RETRY_MS = 1_000;

/**
 * The step-up at the turn: a place that a crowded network took is let in once its fan has confirmed an e-mail address,
 * and each address lets one place in. What cannot be mailed by our own fault is not asked for.
 */
@Injectable()
export class StepUpService {
  private readonly log = new Logger('StepUp');

  // more than six: reads the place, mails, and binds it to the person
  constructor(
    private readonly identity: PlaceIdentity,
    private readonly epochs: EpochGuard,
    private readonly store: StepUpStore,
    private readonly identities: IdentityService,
    private readonly persons: PersonPlaces,
    private readonly tours: TourPlaces,
    private readonly tallies: Tallies,
  ) {}

  /** Returns the sale of a place; null for a forged token. */
  saleIdOf(placeToken: string): string | null {
    return this.identity.read(placeToken)?.saleId ?? null;
  }

  /** Mails a code to the address, or silently none above the limits of the address. */
  async ask(
    placeToken: string,
    sale: Pick<SaleTerms, 'id' | 'name'>,
    email: string,
    language: FanLanguage,
  ): Promise<StepUpAsked> {
    const found = await this.asked(placeToken, 'mail');
    if (found.kind !== 'asked') return found;
    const waive = (): void => void this.waive(found.place);
    if (this.identities.mailIsOff) waive();
    const sent = await this.epochs.orNull(() => this.identities.askByMail(sale, email, language, waive));
    return sent ? { kind: 'sent', ...sent } : { kind: 'away' };
  }

  async confirm(placeToken: string, { id, rules }: SaleTerms, email: string, code: string): Promise<StepUpConfirmed> {
    const found = await this.asked(placeToken, 'look');
    if (found.kind !== 'asked') return found;
    const { place } = found;
    const proof = await this.epochs.orNull(async () => ({ of: await this.identities.confirm(id, email, code) }));
    if (!proof) return { kind: 'away' };
    const proven = proof.of && (await this.identities.personOf(id, { ...rules, entry: 'email' }, proof.of.identity));
    if (proven?.kind !== 'proven') return { kind: 'code_wrong' };
    const { person } = proven;
    if (await this.tours.isElsewhere(rules.tour, id, keyOf(person))) return { kind: 'elsewhere' };
    const reply = await this.epochs.call(id, async (stamp, record) => {
      const rank = keysOf(record).indexOf(place.lane);
      const bound = await this.persons.bind(id, person, place, rank); // guard: one turn an address
      if (bound === 'busy') return { kind: 'busy' as const };
      if (bound === 'has_place') return { kind: 'has_place' as const };
      return await this.store.prove(this.identity.queryOf(place, record), stamp);
    });
    switch (reply.kind) {
      case 'proved':
        this.tallies.add(id, 'step_up_answered');
        return reply;
      case 'has_place':
      case 'PLACE_DONE':
      case 'PLACE_EXPIRED':
        return reply;
      case 'busy':
        return { kind: 'RATE_LIMITED', retryAfterMs: BUSY_RETRY_MS };
      default:
        return refusalOf(reply);
    }
  }

  private async asked(
    placeToken: string,
    what: 'look' | 'mail',
  ): Promise<{ kind: 'asked'; place: PlaceRef } | NotAsked> {
    const found = await this.identity.identify(placeToken);
    if (found.kind === 'PLACE_TOKEN_INVALID') return found;
    const { place } = found;
    const reply = await this.epochs.call<AskedReply>(place.saleId, (stamp, record) =>
      this.store.ask(this.identity.queryOf(place, record), stamp, what),
    );
    switch (reply.kind) {
      case 'asked':
        return { ...reply, place };
      case 'too_soon':
        return { kind: 'RATE_LIMITED', retryAfterMs: reply.retryAfterMs };
      case 'not_asked':
      case 'PLACE_DONE':
      case 'PLACE_EXPIRED':
        return reply;
      default:
        return refusalOf(reply);
    }
  }

  /** Lets a place in that could not be asked, because our own mail server is away. */
  private async waive(place: PlaceRef): Promise<void> {
    try {
      const reply = await this.epochs.call(place.saleId, (stamp, record) =>
        this.store.prove(this.identity.queryOf(place, record), stamp),
      );
      if (reply.kind === 'proved') this.tallies.add(place.saleId, 'step_up_waived');
    } catch (error) {
      // the fan asks for another code, which is waived again
      this.log.error(`sale ${place.saleId}: a step-up was not waived: ${String(error)}`);
    }
  }
}
