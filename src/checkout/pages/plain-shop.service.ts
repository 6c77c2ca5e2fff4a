import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isEmail } from 'class-validator';
import type { HoldItem } from '../../inventory/holds/hold.types.js';
import { Config } from '../../platform/config/config.js';
import { clientNetworkOf } from '../../platform/http/network.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PlainAnswers } from '../../sales/pages/plain/plain-answers.service.js';
import { PlainForms } from '../../sales/pages/plain/plain-forms.service.js';
import { plainPath } from '../../sales/pages/plain/plain-sale.view.rules.js';
import type { SaleView } from '../../sales/sales.types.js';
import { wordsIn } from '../../words/all.js';
import { unlessRefused } from '../checkout.errors.js';
import { HoldsService } from '../holds/holds.service.js';
import { OrderCredentialsReader } from '../orders/order-credentials.js';
import { isBuyerName } from '../orders/placing/order-input.types.js';
import { OrdersService } from '../orders/orders.service.js';
import { itemsOf } from './plain-choice.rules.js';
import { plainOrderPath } from './plain-order.view.rules.js';
import type { ShopForm } from './plain-shop-input.types.js';
import { type Inside, PlainShopPage } from './plain-shop-page.service.js';

/** Shop without JavaScript: choosing by quantity and section, holding, changing, and ordering. */
@Injectable()
export class PlainShop {
  // more than six dependencies, because its forms reach holds and orders
  constructor(
    private readonly page: PlainShopPage,
    private readonly holds: HoldsService,
    private readonly orders: OrdersService,
    private readonly credentials: OrderCredentialsReader,
    private readonly forms: PlainForms,
    private readonly answers: PlainAnswers,
    private readonly config: Config,
  ) {}

  async show(view: SaleView, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const { hold, change } = request.query as { hold?: unknown; change?: unknown };
    if (typeof change === 'string') return await this.page.show(view, { hold: change, changes: true }, request, reply);
    return await this.page.show(view, typeof hold === 'string' ? { hold } : {}, request, reply);
  }

  async act(view: SaleView, form: ShopForm, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const isChange = form.step === 'swap';
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        const inside = await this.page.inside(this.forms.actingPlace(request, view.id, form.form));
        if (!inside) throw new ProblemError('PASS_REQUIRED');
        const items = form.step === 'hold' || isChange ? itemsOf(view, form) : [];
        if (items === null) throw new ProblemError('VALIDATION_FAILED');
        if (items.length === 0 && (form.step === 'hold' || isChange)) {
          const { nothing } = wordsIn(this.answers.languageOf(request)).inside.shop;
          return await this.page.compose(view, { ...form, changes: isChange }, request, reply, nothing);
        }
        return this.answers.see(reply, await this.done(view, form, items, inside, request, reply));
      },
      (text) => this.page.compose(view, { ...form, changes: isChange }, request, reply, text),
    );
  }

  /** @returns where the fan goes on */
  private async done(
    view: SaleView,
    form: ShopForm,
    items: HoldItem[],
    inside: Inside,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const { pass } = inside;
    const { hold = '', key = null } = form;
    const shop = plainPath(view.slug, '/shop');
    switch (form.step) {
      case 'hold': {
        const created = unlessRefused(await this.holds.request(view.slug, pass, key, items));
        return `${shop}&hold=${created.hold.id}`;
      }
      case 'swap':
        unlessRefused(await this.holds.swap(pass, hold, items, key));
        return shop;
      case 'extend':
        unlessRefused(await this.holds.extend(pass, hold, key));
        return shop;
      case 'release':
        unlessRefused(await this.holds.release(pass, hold));
        return shop;
      case 'cancel':
        unlessRefused(await this.orders.cancel(form.open ?? '', { pass, accessToken: null }));
        return shop;
      case 'order':
        return await this.order(form, inside, request, reply);
    }
  }

  private async order(form: ShopForm, { pass }: Inside, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const { hold = '', email = '', name = '', promoCode = '' } = form;
    if (!isEmail(email) || !isBuyerName(name)) throw new ProblemError('VALIDATION_FAILED');
    const language = this.answers.languageOf(request);
    const draft = { holdId: hold, buyer: { email, name }, language, ...(promoCode === '' ? {} : { promoCode }) };
    const { prefix: network } = clientNetworkOf(request, this.config.trustedProxies);
    const { order } = unlessRefused(await this.orders.create(pass, form.key ?? null, draft, network));
    this.credentials.keepForPage(reply, order.id, order.accessToken ?? '');
    return plainOrderPath(order.id);
  }
}
