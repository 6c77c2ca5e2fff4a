import { isEmail } from 'class-validator';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../../contract/errors.js';
import { placeCookie } from '../../../contract/line/place-shapes.js';
import { Config } from '../../../platform/config/config.js';
import { Cookies } from '../../../platform/http/cookies.js';
import type { Html } from '../../../platform/pages/html.js';
import { ProblemError } from '../../../platform/problem/problem.js';
import { GroupService } from '../../../queue/places/group.service.js';
import { HandoffService } from '../../../queue/places/handoff.service.js';
import { placeProblem } from '../../../queue/places/place.errors.js';
import { PlaceService } from '../../../queue/places/place.service.js';
import { ReceiptService } from '../../../queue/places/receipt.service.js';
import { PushService } from '../../../queue/push/push.service.js';
import type { SaleView } from '../../sales.types.js';
import { PlainAnswers } from './plain-answers.service.js';
import { groupPage, movePage } from './plain-extras.view.rules.js';
import { PlainForms } from './plain-forms.service.js';
import type { ExtrasForm } from './plain-input.types.js';
import { PlainLine, type Shown } from './plain-line.service.js';
import { linePath, salePath } from './plain-sale.view.rules.js';

const COOKIE_SECONDS = 30 * 24 * 3_600;

/** Refusals of what was typed, which can be corrected; all others are told on the page of the place. */
const TYPED: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['VALIDATION_FAILED', 'MAIL_STOPPED']);

/** The page that a refused form was on, as it was. */
const shownAgain = ({ email = '', goes }: ExtrasForm, code: ErrorCode): Shown => ({
  more: TYPED.has(code),
  goes: goes === 'yes',
  email,
});

/** What a fan without JavaScript can do with a place beyond waiting: the same calls as the page's with JavaScript. */
@Injectable()
export class PlainExtras {
  // more than six: each extra has its own service
  constructor(
    private readonly places: PlaceService,
    private readonly handoffs: HandoffService,
    private readonly groups: GroupService,
    private readonly receipts: ReceiptService,
    private readonly push: PushService,
    private readonly line: PlainLine,
    private readonly forms: PlainForms,
    private readonly answers: PlainAnswers,
    private readonly cookies: Cookies,
    private readonly config: Config,
  ) {}

  async act(view: SaleView, form: ExtrasForm, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      async () => await this.take(view, form, this.forms.actingPlace(request, view.id, form.form), request, reply),
      (text, code) => this.line.show(view, request, reply, text, shownAgain(form, code)),
    );
  }

  /** Answers the receipt as a file; a device without a place is told so on the page of the line. */
  async receipt(view: SaleView, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        const token = this.forms.placeOf(request, view.id);
        if (token === null) throw new ProblemError('PLACE_TOKEN_REQUIRED');
        const result = await this.receipts.receipt(token);
        if (result.kind !== 'receipt') throw placeProblem(result);
        const { kind: _kind, ...receipt } = result;
        void reply.header('content-disposition', `attachment; filename="place-${receipt.number}.json"`);
        void reply.header('content-type', 'application/json; charset=utf-8');
        return JSON.stringify(receipt, null, 2);
      },
      (text) => this.line.show(view, request, reply, text),
    );
  }

  private async take(
    view: SaleView,
    { step, minutes, email = '', key, goes }: ExtrasForm,
    token: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const language = this.answers.languageOf(request);
    switch (step) {
      case 'defer': {
        if (minutes === undefined) throw new ProblemError('VALIDATION_FAILED');
        const result = await this.places.defer(token, Number(minutes), key ?? this.forms.newKey());
        if (result.kind !== 'deferred') throw placeProblem(result);
        return this.renewed(view, result.placeToken, goes, reply);
      }
      case 'extra': {
        const result = await this.places.extraTime(token);
        if (result.kind !== 'extra_time') throw placeProblem(result);
        return this.renewed(view, result.placeToken, goes, reply);
      }
      case 'move': {
        const result = await this.handoffs.offer(token);
        if (result.kind !== 'code') throw placeProblem(result);
        return this.page(view, movePage(view, result, language), request, reply);
      }
      case 'group': {
        const result = await this.groups.open(token);
        if (result.kind !== 'group') throw placeProblem(result);
        const link = `${this.config.publicUrl}${salePath(view.slug, '/line')}#group=${result.groupCode}`;
        return this.page(view, groupPage(view, result, link, language), request, reply);
      }
      case 'mail': {
        if (!isEmail(email)) throw new ProblemError('VALIDATION_FAILED');
        const wish = { email, language, show: view.show.name, slug: view.slug };
        const result = await this.push.subscribeMail(token, wish);
        if (result.kind === 'off') throw new ProblemError('NOT_SUPPORTED');
        if (result.kind === 'stopped') throw new ProblemError('MAIL_STOPPED');
        if (result.kind !== 'on') throw placeProblem(result);
        return this.answers.see(reply, `${this.lineOf(view, token, goes)}&mailed`);
      }
    }
  }

  /** A deferral and extra time are part of the place's token, which the device's cookie holds. */
  private renewed(view: SaleView, placeToken: string, goes: ExtrasForm['goes'], reply: FastifyReply): string {
    this.cookies.set(reply, placeCookie(view.id), placeToken, { maxAgeSeconds: COOKIE_SECONDS, sameSite: 'lax' });
    return this.answers.see(reply, this.lineOf(view, placeToken, goes));
  }

  /** Who has confirmed being present need not press again, also where the place has a new token. */
  private lineOf({ slug }: SaleView, token: string, goes: ExtrasForm['goes']): string {
    return linePath(slug, goes ? this.forms.tokenOf(token) : null);
  }

  private page(view: SaleView, body: Html, request: FastifyRequest, reply: FastifyReply): string {
    return this.answers.document(request, reply, { title: view.show.name, body });
  }
}
