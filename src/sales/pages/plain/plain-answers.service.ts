import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../../../contract/errors.js';
import type { FanLanguage } from '../../../contract/languages.js';
import { languageOf } from '../../../platform/http/language.js';
import { type Html, html } from '../../../platform/pages/html.js';
import { PagesService } from '../../../platform/pages/pages.service.js';
import { ProblemError } from '../../../platform/problem/problem.js';
import { isStoreAway } from '../../../platform/store-away.js';
import { wordsIn } from '../../../words/all.js';

/** Says what happened and what is safe; what to do next differs from the pages with JavaScript. */
function refusalText(language: FanLanguage, code: ErrorCode): string {
  const { refusals, common } = wordsIn(language);
  const { what, safe } = refusals[code] ?? common.refused;
  return `${what} ${safe}`;
}

const HTML = 'text/html; charset=utf-8';
const RETRY_MS = 5_000;
/** Addresses that take forms only, below the page that has the form. */
const FORM_DOORS = /^(\/s\/[^/]+\/line)\/[a-z/-]+\?plain$/;
const secondsOf = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

/** Returns the refusal in an error; throws what is none. */
function refusalIn(error: unknown): ProblemError {
  if (isStoreAway(error)) return new ProblemError('CORE_AWAY');
  if (error instanceof ProblemError) return error;
  throw error;
}

export interface PlainDocument {
  title: string;
  body: Html;
  refresh?: { seconds: number; address?: string } | null;
}

/** Responses of pages without JavaScript: a document, a redirect, or the form again with its error. */
@Injectable()
export class PlainAnswers {
  constructor(private readonly pages: PagesService) {}

  languageOf(request: FastifyRequest): FanLanguage {
    return languageOf(request.headers['accept-language']);
  }

  document(request: FastifyRequest, reply: FastifyReply, { title, body, refresh }: PlainDocument): string {
    void reply.header('content-type', HTML);
    const { code: language, direction } = wordsIn(this.languageOf(request));
    return this.pages.renderPlain({ language, direction, title, body, refresh: refresh ?? null });
  }

  /** Redirects after a form (303), so that reloading the result does not resubmit it. */
  see(reply: FastifyReply, address: string): string {
    void reply.status(303).header('location', address);
    return '';
  }

  /** Runs a page or a form's action; a refusal renders the page of `again` with the refusal's status. */
  async orAgain(
    request: FastifyRequest,
    reply: FastifyReply,
    act: () => Promise<string>,
    again: (text: string, code: ErrorCode) => Promise<string> | string,
  ): Promise<string> {
    try {
      return await act();
    } catch (error) {
      const problem = refusalIn(error);
      const { retryAfterMs } = problem.extra;
      if (retryAfterMs !== undefined) void reply.header('retry-after', secondsOf(retryAfterMs));
      const text = refusalText(this.languageOf(request), problem.code);
      const page = await this.againOr(again(text, problem.code), request, reply, text);
      // the page may redirect instead, e.g. for a fan who is no longer in the shop
      if (page !== '') void reply.status(problem.status);
      return page;
    }
  }

  /** Where the page cannot be composed either, says what happened on one that reloads the page by itself. */
  private async againOr(
    again: Promise<string> | string,
    request: FastifyRequest,
    reply: FastifyReply,
    text: string,
  ): Promise<string> {
    try {
      return await again;
    } catch (error) {
      const { retryAfterMs = RETRY_MS } = refusalIn(error).extra;
      const words = wordsIn(this.languageOf(request));
      const address = `${request.url.split('?')[0] ?? ''}?plain`.replace(FORM_DOORS, '$1?plain');
      const body = html`<h1 role="alert">${text}</h1>
<p><a href="${address}">${words.common.retry}</a></p>`;
      return this.document(request, reply, {
        title: text,
        body,
        refresh: { seconds: secondsOf(retryAfterMs), address },
      });
    }
  }
}
