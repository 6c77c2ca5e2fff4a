import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isEmail } from 'class-validator';
import type { HoldShape } from '../../contract/shapes.js';
import type { HoldItem } from '../../inventory/inventory.types.js';
import { InventoryService } from '../../inventory/inventory.service.js';
import { Config } from '../../platform/config/config.js';
import { clientNetworkOf } from '../../platform/http/network.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { placeProblem } from '../../queue/places/place.errors.js';
import { QueueService } from '../../queue/queue.service.js';
import { PlainAnswers } from '../../sales/pages/plain/plain-answers.service.js';
import { PlainForms } from '../../sales/pages/plain/plain-forms.service.js';
import { plainPath } from '../../sales/pages/plain/plain-sale.view.rules.js';
import type { SaleView } from '../../sales/sales.types.js';
import { HoldsService } from '../holds/holds.service.js';
import { OrderCredentialsReader } from '../orders/order-credentials.js';
import { OrdersService } from '../orders/orders.service.js';
import { isBuyerName } from '../orders/order-input.types.js';
import { unlessRefused } from '../checkout.errors.js';
import type { ShopForm } from './plain-shop-input.types.js';
import { choosePage, heldPage, plainOrderPath, type ShopTerms } from './plain-shop.view.rules.js';
import { wordsIn } from '../../words/all.js';

const KEY_BYTES = 24;
const ID = /^[A-Za-z0-9_.-]{1,64}$/;

interface Inside {
  token: string;
  pass: string;
  idleUntil: string;
}

/** Shop without JavaScript: choosing by quantity and section, holding, and ordering. */
@Injectable()
export class PlainShop {
  // more than six dependencies, because one page joins queue, stock and orders
  constructor(
    private readonly queue: QueueService,
    private readonly inventory: InventoryService,
    private readonly holds: HoldsService,
    private readonly orders: OrdersService,
    private readonly credentials: OrderCredentialsReader,
    private readonly forms: PlainForms,
    private readonly answers: PlainAnswers,
    private readonly config: Config,
  ) {}

  async show(view: SaleView, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const { hold } = request.query as { hold?: unknown };
    return await this.page(view, typeof hold === 'string' ? { hold } : {}, request, reply, null);
  }

  async act(view: SaleView, form: ShopForm, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return await this.answers.orAgain(
      request,
      reply,
      async () => {
        const inside = await this.inside(this.forms.actingPlace(request, view.id, form.form));
        if (!inside) throw new ProblemError('PASS_REQUIRED');
        switch (form.step) {
          case 'hold':
            return await this.hold(view, form, inside, request, reply);
          case 'release':
            unlessRefused(await this.holds.release(inside.pass, form.hold ?? ''));
            return this.answers.see(reply, plainPath(view.slug, '/shop'));
          case 'order':
            return await this.order(form, inside, request, reply);
        }
      },
      (text) => this.page(view, form, request, reply, text),
    );
  }

  private async hold(
    view: SaleView,
    form: ShopForm,
    inside: Inside,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> {
    const items = itemsOf(view, form);
    if (items === null) throw new ProblemError('VALIDATION_FAILED');
    const nothing = wordsIn(this.answers.languageOf(request)).inside.shop.nothing;
    if (items.length === 0) return await this.page(view, {}, request, reply, nothing);
    const { hold } = unlessRefused(await this.holds.create(view.slug, inside.pass, form.key ?? null, items));
    return this.answers.see(reply, `${plainPath(view.slug, '/shop')}&hold=${hold.id}`);
  }

  private async order(form: ShopForm, { pass }: Inside, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const { hold = '', email = '', name = '', promoCode = '' } = form;
    if (!isEmail(email) || !isBuyerName(name)) throw new ProblemError('VALIDATION_FAILED');
    const language = this.answers.languageOf(request);
    const draft = { holdId: hold, buyer: { email, name }, language, ...(promoCode === '' ? {} : { promoCode }) };
    const { prefix: network } = clientNetworkOf(request, this.config.trustedProxies);
    const { order } = unlessRefused(await this.orders.create(pass, form.key ?? null, draft, network));
    this.credentials.keepForPage(reply, order.id, order.accessToken ?? '');
    return this.answers.see(reply, plainOrderPath(order.id));
  }

  private async page(
    view: SaleView,
    { hold, email = '', name = '' }: { hold?: string; email?: string; name?: string },
    request: FastifyRequest,
    reply: FastifyReply,
    problem: string | null,
  ): Promise<string> {
    const token = this.forms.placeOf(request, view.id);
    const inside = token === null ? null : await this.insideOf(token);
    if (!inside) return this.answers.see(reply, plainPath(view.slug, '/line'));
    const language = this.answers.languageOf(request);
    const terms: ShopTerms = { language, form: this.forms.tokenOf(inside.token), key: newKey(), problem };
    const found = await this.heldBy(inside, hold);
    const body = found
      ? heldPage(view, found, terms, { email, name })
      : choosePage(view, await this.availability(view, inside), inside.idleUntil, terms);
    return this.answers.document(request, reply, { title: view.show.name, body });
  }

  /** Finds the hold named in the URL, or else the fan's newest active one, so that a sold-out sale still shows it. */
  private async heldBy({ pass }: Inside, id: string | undefined): Promise<HoldShape | null> {
    if (id === undefined) {
      const own = await this.holds.own(pass);
      return own.kind === 'ok' ? (own.holds.find(({ state }) => state === 'active') ?? null) : null;
    }
    const found = await this.holds.read(pass, id);
    return found.kind === 'ok' && found.hold.state === 'active' ? found.hold : null;
  }

  private async availability(view: SaleView, { token }: Inside): ReturnType<InventoryService['availability']> {
    const lane = this.queue.readPlace(token)?.lane ?? '';
    const channels = (await this.inventory.book(view.id)).channelsOfLane(lane);
    return await this.inventory.availability(view.id, { detailed: true, channels });
  }

  /** Returns only fans already admitted: viewing a page must not claim a turn. */
  private async insideOf(token: string): Promise<Inside | null> {
    const result = await this.queue.place(token);
    return result.kind === 'place' && result.place.state === 'admitted' ? await this.inside(token) : null;
  }

  private async inside(token: string): Promise<Inside | null> {
    const result = await this.queue.claim(token);
    if (result.kind === 'admitted') return { token, pass: result.pass, idleUntil: result.idleUntil };
    if (result.kind === 'away' || result.kind === 'rate_limited') throw placeProblem(result);
    return null;
  }
}

const newKey = (): string => randomBytes(KEY_BYTES).toString('base64url');

/** Parses the items of a form, skipping quantities of 0; null if the form is not ours. */
function itemsOf(view: SaleView, { type = [], quantity = [], section = [] }: ShopForm): HoldItem[] | null {
  if (type.length !== quantity.length || (section.length > 0 && section.length !== type.length)) return null;
  const items: HoldItem[] = [];
  for (const [index, ticketTypeId] of type.entries()) {
    const count = Number(quantity[index]);
    const where = section[index] ?? '';
    const admission = view.ticketTypes.find(({ id }) => id === ticketTypeId)?.admission;
    const isFine = Number.isInteger(count) && count >= 0 && count <= 50 && (where === '' || ID.test(where));
    if (!isFine || admission === undefined) return null;
    if (count === 0) continue;
    const bestAvailable = { section: where === '' ? undefined : where };
    items.push(
      admission === 'reserved' ? { ticketTypeId, quantity: count, bestAvailable } : { ticketTypeId, quantity: count },
    );
  }
  return items;
}
