import { isEmail } from 'class-validator';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OrderShape } from '../../contract/orders/order-shapes.js';
import { showChangesSince } from '../../contract/sale/show-changes.js';
import { Config } from '../../platform/config/config.js';
import { bodyHash, IdempotencyService } from '../../platform/idempotency/idempotency.service.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PlainAnswers } from '../../sales/pages/plain/plain-answers.service.js';
import { PlainForms } from '../../sales/pages/plain/plain-forms.service.js';
import { sellerNote } from '../../sales/pages/plain/plain-seller.view.rules.js';
import { noticeLine } from '../../sales/pages/plain/plain-sale.view.rules.js';
import { SalePages } from '../../sales/pages/sale-pages.service.js';
import { OrderCredentialsReader } from '../orders/order-credentials.js';
import { isBuyerName } from '../orders/placing/order-input.types.js';
import { OrderPapers } from '../orders/papers/order-papers.service.js';
import { OrdersService } from '../orders/orders.service.js';
import { unlessRefused } from '../checkout.errors.js';
import { TransferRequests } from '../transfers/transfer-requests.service.js';
import type { OrderForm } from './plain-shop-input.types.js';
import type { TypedTransfer } from './plain-tickets.view.rules.js';
import {
  givenPage,
  openOrderPage,
  orderPage,
  type OrderTerms,
  plainOrderPath,
  returning,
} from './plain-order.view.rules.js';
import { wordsIn } from '../../words/all.js';
import type { FanLanguage } from '../../contract/languages.js';

/** The page refreshes often while a payment is in flight, and rarely while the fan fills in the payment form. */
const REFRESH_SECONDS: Partial<Record<OrderShape['state'], number>> = { pending: 8, authorized: 3 };
const TOKEN = /^[A-Za-z0-9_.-]{20,128}$/;

/** Order page without JavaScript. A cookie scoped to the order replaces the access token. */
@Injectable()
export class PlainOrder {
  // more than six: the page shows the sale's news and transfers tickets
  constructor(
    private readonly orders: OrdersService,
    private readonly papers: OrderPapers,
    private readonly transferRequests: TransferRequests,
    private readonly idempotency: IdempotencyService,
    private readonly salePages: SalePages,
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
    typed: TypedTransfer | null = null,
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
    const terms: OrderTerms = {
      language,
      form: this.forms.tokenOf(accessToken),
      key: this.forms.newKey(),
      link: `${this.config.publicUrl}/orders/${order.id}#${accessToken}`,
      demo: this.config.mode === 'demo',
      problem,
      typed,
      sale: await this.saleOf(order, language),
    };
    const seconds = problem === null ? REFRESH_SECONDS[order.state] : undefined;
    return this.answers.document(request, reply, {
      title: orderTitle,
      body: orderPage(returning(order, this.config.publicUrl), terms),
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
        if (form.step === 'transfer') return await this.transfer(orderId, form, accessToken, request, reply);
        unlessRefused(await this.orders.cancel(orderId, { pass: null, accessToken }));
        return this.answers.see(reply, plainOrderPath(orderId));
      },
      (text) => this.show(orderId, request, reply, text, form.step === 'transfer' ? form : null),
    );
  }

  private async open(orderId: string, link: string, reply: FastifyReply): Promise<string> {
    const token = link.trim().split('#').at(-1) ?? '';
    if (!TOKEN.test(token) || !(await this.papers.opens(orderId, token))) throw new ProblemError('NOT_FOUND');
    this.credentials.keepForPage(reply, orderId, token);
    return this.answers.see(reply, plainOrderPath(orderId));
  }

  /** Gives a ticket to somebody else. Whoever held that one only has nothing left to see. */
  private async transfer(
    orderId: string,
    { ticket = '', email = '', name = '', key }: OrderForm,
    token: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    if (!isEmail(email) || !isBuyerName(name)) throw new ProblemError('VALIDATION_FAILED');
    const language = this.answers.languageOf(request);
    const to = { email, name: name.normalize('NFC'), language };
    const call = { scope: `transfer:${ticket}:${bodyHash(token)}`, key: key ?? null, hash: bodyHash(to) };
    await this.idempotency.once(call, async () => {
      const { transfer } = unlessRefused(
        await this.transferRequests.transfer({ orderId, ticketId: ticket, token }, to),
      );
      return transfer.ticketId;
    });
    if (orderId !== ticket) return this.answers.see(reply, plainOrderPath(orderId));
    return this.answers.document(request, reply, { title: name, body: givenPage(to.name, language) });
  }

  private async saleOf(order: OrderShape, language: FanLanguage): Promise<OrderTerms['sale']> {
    const view = order.saleSlug === null ? null : await this.salePages.published(order.saleSlug);
    if (!view) return { notice: null, seller: null, changes: [] };
    const isPaying = order.state === 'pending' || order.state === 'authorized';
    const notice = isPaying ? noticeLine(view, await this.salePages.snapshotOf(view), language, 'checkout') : null;
    const changes =
      order.state === 'paid' ? showChangesSince(await this.salePages.changesOf(view), order.placedAt) : [];
    return { notice, seller: sellerNote(view, wordsIn(language), order.id), changes };
  }
}
