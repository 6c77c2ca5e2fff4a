import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OrderShape } from '../../contract/shapes.js';
import { Config } from '../../platform/config/config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PlainAnswers } from '../../sales/pages/plain/plain-answers.service.js';
import { PlainForms } from '../../sales/pages/plain/plain-forms.service.js';
import { OrderCredentialsReader } from '../orders/order-credentials.js';
import { OrderPapers } from '../orders/order-papers.service.js';
import { OrdersService } from '../orders/orders.service.js';
import { unlessRefused } from '../checkout.errors.js';
import type { OrderForm } from './plain-shop-input.types.js';
import { openOrderPage, orderPage, plainOrderPath } from './plain-shop.view.rules.js';
import { wordsIn } from '../../words/all.js';

/** The page refreshes often while a payment is in flight, and rarely while the fan fills in the payment form. */
const REFRESH_SECONDS: Partial<Record<OrderShape['state'], number>> = { pending: 8, authorized: 3 };
const TOKEN = /^[A-Za-z0-9_-]{20,128}$/;

/** Order page without JavaScript. A cookie scoped to the order replaces the access token. */
@Injectable()
export class PlainOrder {
  constructor(
    private readonly orders: OrdersService,
    private readonly papers: OrderPapers,
    private readonly credentials: OrderCredentialsReader,
    private readonly forms: PlainForms,
    private readonly answers: PlainAnswers,
    private readonly config: Config,
  ) {}

  async show(
    orderId: string,
    request: FastifyRequest,
    reply: FastifyReply,
    problem: string | null = null,
  ): Promise<string> {
    const language = this.answers.languageOf(request);
    const orderTitle = wordsIn(language).inside.order.number;
    const accessToken = this.credentials.kept(request);
    const read = accessToken === null ? null : await this.orders.read(orderId, { pass: null, accessToken });
    if (accessToken === null || read === null || (read.kind === 'refused' && read.code === 'NOT_FOUND')) {
      const body = openOrderPage(orderId, language, problem);
      return this.answers.document(request, reply, { title: orderTitle, body });
    }
    const { order } = unlessRefused(read);
    const link = `${this.config.publicUrl}/orders/${order.id}#${accessToken}`;
    const terms = { language, form: this.forms.tokenOf(accessToken), link, problem };
    const seconds = problem === null ? REFRESH_SECONDS[order.state] : undefined;
    return this.answers.document(request, reply, {
      title: orderTitle,
      body: orderPage({ ...order, payment: this.returning(order) }, terms),
      refresh: seconds === undefined ? null : { seconds },
    });
  }

  async act(orderId: string, form: OrderForm, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        this.forms.refuseForeign(request);
        if (form.step === 'open') return await this.open(orderId, form.link ?? '', reply);
        const accessToken = this.credentials.kept(request);
        if (accessToken === null || !this.forms.isTokenOf(accessToken, form.form ?? ''))
          throw new ProblemError('CSRF_REQUIRED');
        unlessRefused(await this.orders.cancel(orderId, { pass: null, accessToken }));
        return this.answers.see(reply, plainOrderPath(orderId));
      },
      (text) => this.show(orderId, request, reply, text),
    );
  }

  private async open(orderId: string, link: string, reply: FastifyReply): Promise<string> {
    const token = link.trim().split('#').at(-1) ?? '';
    if (!TOKEN.test(token) || !(await this.papers.opens(orderId, token))) throw new ProblemError('NOT_FOUND');
    this.credentials.keepForPage(reply, orderId, token);
    return this.answers.see(reply, plainOrderPath(orderId));
  }

  /** Adds this page as the return address of the simulator's form. */
  private returning({ id, payment }: OrderShape): OrderShape['payment'] {
    if (payment === null || payment.confirmUrl === null) return payment;
    const url = new URL(payment.confirmUrl);
    url.searchParams.set('return_url', `${this.config.publicUrl}${plainOrderPath(id)}`);
    return { ...payment, confirmUrl: url.href };
  }
}
