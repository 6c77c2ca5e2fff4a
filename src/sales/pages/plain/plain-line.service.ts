import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayMove } from '../../../contract/line/may-move.js';
import type { ErrorCode } from '../../../contract/errors.js';
import type { PlaceShape } from '../../../contract/line/line-shapes.js';
import { Clock } from '../../../platform/clock/clock.js';
import { placeProblem } from '../../../queue/places/place.errors.js';
import type { ClaimResult } from '../../../queue/queue.types.js';
import { PlaceService } from '../../../queue/places/place.service.js';
import { ClaimService } from '../../../queue/admission/claim.service.js';
import { PlaceIdentity } from '../../../queue/places/place-identity.service.js';
import type { SaleView } from '../../sales.types.js';
import { SalePages } from '../sale-pages.service.js';
import { PlainAnswers } from './plain-answers.service.js';
import { morePage } from './plain-extras.view.rules.js';
import { PlainForms } from './plain-forms.service.js';
import { refreshSeconds } from './plain-line.rules.js';
import { movedPage, noPlacePage, placePage } from './plain-place.view.rules.js';
import { linePath, plainPath } from './plain-sale.view.rules.js';
import { wordsIn } from '../../../words/all.js';

/** Results of automatic claims that need no message, because the place itself shows the reason. */
const STAYS_QUIET: ReadonlySet<ClaimResult['kind']> = new Set([
  'NOT_YET',
  'RATE_LIMITED',
  'away',
  'SALE_NOT_OPEN',
  'SALE_PAUSED',
  'SOLD_OUT',
  'SALE_CLOSED',
  'STEP_UP_REQUIRED',
]);

/** What the page shows beside the place. */
export interface Shown {
  /** The page of what takes typing, which does not reload. */
  more: boolean;
  /** The fan has confirmed being present, as a form says. */
  goes: boolean;
  /** The address of a refused form. */
  email: string;
}

/** Temporary refusals: the page reloads itself. */
const PASSES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['RATE_LIMITED', 'CORE_AWAY', 'OVERLOADED']);
const RETRY_SECONDS = 5;

interface Placed extends Omit<Shown, 'goes'> {
  place: PlaceShape;
  token: string;
  insists: boolean;
  problem: string | null;
}

/** The line without JavaScript: a place's page, its turn, and leaving. */
@Injectable()
export class PlainLine {
  constructor(
    private readonly places: PlaceService,
    private readonly claims: ClaimService,
    private readonly placeIdentity: PlaceIdentity,
    private readonly salePages: SalePages,
    private readonly forms: PlainForms,
    private readonly answers: PlainAnswers,
    private readonly clock: Clock,
  ) {}

  /** Shows this device's place; if it cannot be read, shows the error on a page that retries. */
  async show(
    view: SaleView,
    request: FastifyRequest,
    reply: FastifyReply,
    problem: string | null = null,
    shown: Partial<Shown> = {},
  ): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      () => this.placed(view, request, reply, problem, shown),
      (text, code) => this.withoutPlace(view, request, reply, text, PASSES.has(code)),
    );
  }

  /** Claims the turn automatically as soon as it comes, if `go` has the token of one of the page's forms. */
  private async placed(
    view: SaleView,
    request: FastifyRequest,
    reply: FastifyReply,
    problem: string | null,
    shown: Partial<Shown>,
  ): Promise<string> {
    const token = this.forms.placeOf(request, view.id);
    if (token === null) return this.withoutPlace(view, request, reply, problem, false);
    const result = await this.places.place(token);
    if (result.kind === 'PLACE_TOKEN_INVALID') return this.withoutPlace(view, request, reply, problem, false);
    if (result.kind === 'PLACE_MOVED') return this.moved(view, request, reply);
    if (result.kind !== 'place') throw placeProblem(result);
    const { go, more } = request.query as { go?: unknown; more?: unknown };
    const insists = typeof go === 'string' && this.forms.isTokenOf(token, go);
    const isTurn = insists && (result.place.state === 'called' || result.place.state === 'waiting');
    const isIn = result.place.state === 'admitted' || (isTurn && (await this.letsIn(token)));
    if (isIn && problem === null) return this.answers.see(reply, plainPath(view.slug, '/shop'));
    const { goes = false, email = '' } = shown;
    const wish = { insists: insists || goes, more: shown.more ?? more !== undefined, email, problem };
    return await this.page(view, request, reply, { place: result.place, token, ...wish });
  }

  async claim(view: SaleView, form: string, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        const token = this.forms.actingPlace(request, view.id, form);
        const result = await this.claims.claim(token);
        if (result.kind === 'admitted') return this.answers.see(reply, plainPath(view.slug, '/shop'));
        if (result.kind !== 'NOT_YET') throw placeProblem(result);
        return this.answers.see(reply, linePath(view.slug, this.forms.tokenOf(token)));
      },
      (text) => this.show(view, request, reply, text),
    );
  }

  async leave(view: SaleView, form: string, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        const result = await this.places.leave(this.forms.actingPlace(request, view.id, form));
        if (result.kind !== 'left_now') throw placeProblem(result);
        return this.answers.see(reply, plainPath(view.slug, '/line'));
      },
      (text) => this.show(view, request, reply, text),
    );
  }

  private async letsIn(token: string): Promise<boolean> {
    const result = await this.claims.claim(token);
    if (result.kind !== 'admitted' && !STAYS_QUIET.has(result.kind)) throw placeProblem(result);
    return result.kind === 'admitted';
  }

  private async page(
    view: SaleView,
    request: FastifyRequest,
    reply: FastifyReply,
    { place, token, insists, more, email, problem }: Placed,
  ): Promise<string> {
    const language = this.answers.languageOf(request);
    const snapshot = await this.salePages.snapshotOf(view);
    const own = this.placeIdentity.read(token);
    const seconds = problem === null ? refreshSeconds(place, snapshot, this.clock.nowMs()) : null;
    const words = wordsIn(language);
    const title = `${words.thread.inLine} · ${view.show.name}`;
    const form = this.forms.tokenOf(token);
    const terms = {
      language,
      form,
      key: this.forms.newKey(),
      insists,
      isMailed: 'mailed' in (request.query as object),
      canMove: mayMove(view.policy.handoff, place.position, own === null || this.placeIdentity.hasMoved(own)),
      hasExtraTime: own?.extraTime === true,
      problem,
    };
    const typing = more ? morePage(view, place, { ...terms, words, email }) : null;
    if (typing) return this.answers.document(request, reply, { title, body: typing });
    return this.answers.document(request, reply, {
      title,
      body: placePage(view, snapshot, place, terms),
      // without `mailed`, so that its news is said once
      refresh: seconds === null ? null : { seconds, address: linePath(view.slug, insists ? form : null) },
    });
  }

  private moved(view: SaleView, request: FastifyRequest, reply: FastifyReply): string {
    const body = movedPage(view, this.answers.languageOf(request));
    return this.answers.document(request, reply, { title: view.show.name, body });
  }

  private withoutPlace(
    view: SaleView,
    request: FastifyRequest,
    reply: FastifyReply,
    problem: string | null,
    passes: boolean,
  ): string {
    const body = noPlacePage(view, this.answers.languageOf(request), problem, passes);
    // the address of a form takes no GET
    const refresh = passes ? { seconds: RETRY_SECONDS, address: plainPath(view.slug, '/line') } : null;
    return this.answers.document(request, reply, { title: view.show.name, body, refresh });
  }
}
