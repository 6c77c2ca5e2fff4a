import { isEmail } from 'class-validator';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { laneToName } from '../../../contract/sale/lanes.js';
import { placeCookie } from '../../../contract/line/place-shapes.js';
import { Config } from '../../../platform/config/config.js';
import { Cookies } from '../../../platform/http/cookies.js';
import { clientNetworkOf } from '../../../platform/http/network.js';
import { type Html, html } from '../../../platform/pages/html.js';
import { ProblemError } from '../../../platform/problem/problem.js';
import { EntryService } from '../../../queue/entry/entry.service.js';
import { IdentityService } from '../../../queue/identity/identity.service.js';
import { JoinService } from '../../../queue/places/join.service.js';
import { entryRulesOf } from '../../catalogue/sale-view.rules.js';
import type { SaleView } from '../../sales.types.js';
import { placeOf, refusalOf } from '../place-answers.errors.js';
import { FanTickets } from '../fan-tickets.service.js';
import { SalePages } from '../sale-pages.service.js';
import { PlainArrival } from './plain-arrival.service.js';
import { PlainAnswers } from './plain-answers.service.js';
import { PlainForms } from './plain-forms.service.js';
import type { CodeForm, JoinForm, MailForm } from './plain-input.types.js';
import { linkForm } from './plain-extras.view.rules.js';
import { sellerNote } from './plain-seller.view.rules.js';
import { codePage, isJoinable, mailPage, needsScript, plainPath, salePage } from './plain-sale.view.rules.js';
import { wordsIn } from '../../../words/all.js';

const COOKIE_SECONDS = 30 * 24 * 3_600;
/**
 * Refusals resolved by a code sent by e-mail, in place of a script's proof of work or as the identity that the sale
 * requires.
 */
const SETTLED_BY_MAIL = new Set(['CHALLENGE_REQUIRED', 'CHALLENGE_INVALID', 'IDENTITY_REQUIRED']);

/** Joins the line without JavaScript: by a form, and by an e-mailed code where a browser would do proof of work. */
@Injectable()
export class PlainJoin {
  // exceeds the limit of six dependencies: joins entry, identity and their pages
  constructor(
    private readonly joins: JoinService,
    private readonly entries: EntryService,
    private readonly identities: IdentityService,
    private readonly arrivals: PlainArrival,
    private readonly tickets: FanTickets,
    private readonly salePages: SalePages,
    private readonly forms: PlainForms,
    private readonly answers: PlainAnswers,
    private readonly cookies: Cookies,
    private readonly config: Config,
  ) {}

  async sale(
    view: SaleView,
    request: FastifyRequest,
    reply: FastifyReply,
    problem: string | null = null,
  ): Promise<string> {
    const language = this.answers.languageOf(request);
    const hasPlace = this.forms.placeOf(request, view.id) !== null;
    const words = wordsIn(language);
    const canTake = !hasPlace && isJoinable(view.state);
    const body = html`${salePage(view, await this.salePages.snapshotOf(view), { language, hasPlace, problem })}
${canTake ? linkForm(view, words) : null}${sellerNote(view, words, view.slug)}`;
    return this.answers.document(request, reply, { title: view.name, body });
  }

  async join(view: SaleView, form: JoinForm, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      () => this.take(view, form, undefined, request, reply),
      (text, code) => {
        if (!SETTLED_BY_MAIL.has(code) || needsScript(view)) return this.sale(view, request, reply, text);
        return this.page(view, request, reply, mailPage(view, this.answers.languageOf(request), form, null));
      },
    );
  }

  async mail(view: SaleView, form: MailForm, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const language = this.answers.languageOf(request);
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        this.forms.refuseForeign(request);
        if (view.state === 'closed') throw new ProblemError('SALE_CLOSED');
        if (!isEmail(form.email)) throw new ProblemError('VALIDATION_FAILED');
        if (needsScript(view)) throw new ProblemError('NOT_SUPPORTED');
        const refusal = await this.entries.admitFormMail(view.id, entryRulesOf(view), this.clientOf(request));
        if (refusal) throw refusalOf(refusal);
        await this.identities.askByMail(view, form.email, language);
        return this.page(view, request, reply, codePage(view, language, form, null));
      },
      (text) => this.page(view, request, reply, mailPage(view, language, form, text)),
    );
  }

  async code(view: SaleView, form: CodeForm, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        this.forms.refuseForeign(request);
        if (!isEmail(form.email)) throw new ProblemError('VALIDATION_FAILED');
        const proof = await this.identities.confirm(view.id, form.email, form.code.replace(/\s/g, ''), 'form');
        if (!proof) throw new ProblemError('IDENTITY_CODE_INVALID');
        return await this.take(view, form, proof.identity, request, reply);
      },
      (text) => this.page(view, request, reply, codePage(view, this.answers.languageOf(request), form, text)),
    );
  }

  private async take(
    view: SaleView,
    { lane, accessCode = '', link = '' }: JoinForm,
    identity: string | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    this.forms.refuseForeign(request);
    const device = this.forms.placeOf(request, view.id);
    const entry = {
      rules: entryRulesOf(view),
      proofs: { accessCode: accessCode === '' ? undefined : accessCode, identity },
      client: () => this.clientOf(request),
    };
    const placeToken =
      link === ''
        ? placeOf(
            await this.joins.join(view.id, {
              lane: laneToName(view.lanes, lane, accessCode),
              device,
              hasTickets: (fanKey) => this.tickets.has(view, fanKey),
              entry,
            }),
            view.state,
          ).placeToken
        : await this.arrivals.accept(view, link, device, entry);
    this.cookies.set(reply, placeCookie(view.id), placeToken, { maxAgeSeconds: COOKIE_SECONDS, sameSite: 'lax' });
    return this.answers.see(reply, plainPath(view.slug, '/line'));
  }

  private page(view: SaleView, request: FastifyRequest, reply: FastifyReply, body: Html): string {
    return this.answers.document(request, reply, { title: view.name, body });
  }

  private clientOf(request: FastifyRequest): ReturnType<typeof clientNetworkOf> {
    return clientNetworkOf(request, this.config.trustedProxies);
  }
}
