import { Injectable } from '@nestjs/common';
import { isEmail } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../../platform/problem/problem.js';
import { StepUpService } from '../../../queue/entry/step-up.service.js';
import { entryRulesOf } from '../../catalogue/sale-view.rules.js';
import { wordsIn } from '../../../words/all.js';
import type { SaleView } from '../../sales.types.js';
import { stepUpProblem } from '../place-answers.errors.js';
import { PlainAnswers } from './plain-answers.service.js';
import { PlainForms } from './plain-forms.service.js';
import type { StepUpCodeForm, StepUpForm } from './plain-input.types.js';
import { PlainLine } from './plain-line.service.js';
import { linePath } from './plain-sale.view.rules.js';
import { stepUpCodePage } from './plain-step-up.view.rules.js';

/** The step-up at the turn without JavaScript: an address, then its code. Its pages do not reload while one types. */
@Injectable()
export class PlainStepUp {
  constructor(
    private readonly stepUps: StepUpService,
    private readonly line: PlainLine,
    private readonly forms: PlainForms,
    private readonly answers: PlainAnswers,
  ) {}

  async mail(
    view: SaleView,
    { form, email }: StepUpForm,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        const token = this.forms.actingPlace(request, view.id, form);
        if (view.state === 'closed') throw new ProblemError('SALE_CLOSED');
        if (!isEmail(email)) throw new ProblemError('VALIDATION_FAILED');
        const result = await this.stepUps.ask(token, view, email, this.answers.languageOf(request));
        if (result.kind === 'not_asked') return this.goOn(view, token, reply);
        if (result.kind !== 'sent') throw stepUpProblem(result);
        return this.codePage(view, { form, email }, request, reply, null);
      },
      // a place is mailed every few seconds, whatever the address: nothing was sent to this one
      (text, problem) => {
        const next = wordsIn(this.answers.languageOf(request)).refusals.RATE_LIMITED?.next ?? '';
        return this.line.show(view, request, reply, problem === 'RATE_LIMITED' ? `${text} ${next}` : text);
      },
    );
  }

  async code(
    view: SaleView,
    { form, email, code }: StepUpCodeForm,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        const token = this.forms.actingPlace(request, view.id, form);
        if (view.state === 'closed') throw new ProblemError('SALE_CLOSED');
        if (!isEmail(email)) throw new ProblemError('VALIDATION_FAILED');
        const sale = { id: view.id, name: view.name, rules: entryRulesOf(view) };
        const result = await this.stepUps.confirm(token, sale, email, code.replace(/\s/g, ''));
        if (result.kind === 'proved' || result.kind === 'not_asked') return this.goOn(view, token, reply);
        throw stepUpProblem(result);
      },
      (text, problem) =>
        problem === 'IDENTITY_CODE_INVALID'
          ? this.codePage(view, { form, email }, request, reply, text)
          : this.line.show(view, request, reply, text),
    );
  }

  /** Back in the line, whose page goes in by itself from here on. */
  private goOn(view: SaleView, token: string, reply: FastifyReply): string {
    return this.answers.see(reply, linePath(view.slug, this.forms.tokenOf(token)));
  }

  private codePage(
    view: SaleView,
    { form, email }: StepUpForm,
    request: FastifyRequest,
    reply: FastifyReply,
    problem: string | null,
  ): string {
    const language = this.answers.languageOf(request);
    const body = stepUpCodePage(view, { language, form, problem }, email);
    return this.answers.document(request, reply, { title: view.show.name, body });
  }
}
