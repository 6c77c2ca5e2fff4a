import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HoldShape, OrderShape } from '../../contract/orders/order-shapes.js';
import { StockService } from '../../inventory/stock/stock.service.js';
import { AvailabilityService } from '../../inventory/availability/availability.service.js';
import { SaleMapsService } from '../../inventory/seats/sale-maps.service.js';
import { Config } from '../../platform/config/config.js';
import { type Html, html } from '../../platform/pages/html.js';
import { placeProblem } from '../../queue/places/place.errors.js';
import { ClaimService } from '../../queue/admission/claim.service.js';
import { PlaceService } from '../../queue/places/place.service.js';
import { PlaceIdentity } from '../../queue/places/place-identity.service.js';
import { PlainAnswers } from '../../sales/pages/plain/plain-answers.service.js';
import { PlainForms } from '../../sales/pages/plain/plain-forms.service.js';
import { sellerNote } from '../../sales/pages/plain/plain-seller.view.rules.js';
import { plainPath } from '../../sales/pages/plain/plain-sale.view.rules.js';
import { SalePages } from '../../sales/pages/sale-pages.service.js';
import type { SaleView } from '../../sales/sales.types.js';
import { wordsIn } from '../../words/all.js';
import { HoldsService } from '../holds/holds.service.js';
import { OrdersService } from '../orders/orders.service.js';
import type { Chosen } from './plain-choice.rules.js';
import type { ShopForm } from './plain-shop-input.types.js';
import { payLinks, returning } from './plain-order.view.rules.js';
import { choosePage, heldPage, type ShopTerms, waitingOrderPage } from './plain-shop.view.rules.js';

/** Reads of an order in payment: often enough to see its end before the fan wonders. */
const OPEN_ORDER_SECONDS = 8;

/** A fan who is admitted. */
export interface Inside {
  token: string;
  pass: string;
  idleUntil: string;
  members: number;
}

export interface ShopWish extends Partial<Pick<ShopForm, 'email' | 'name' | 'promoCode'>>, Chosen {
  /** The hold to show; otherwise the newest. */
  hold?: string | undefined;
  /** The hold is about to be changed. */
  changes?: boolean;
}

/** Composes the page of the shop without JavaScript: the choice, the basket, or the order that is being paid. */
@Injectable()
export class PlainShopPage {
  // more than six dependencies, because one page joins queue, stock, house and orders
  constructor(
    private readonly claims: ClaimService,
    private readonly places: PlaceService,
    private readonly placeIdentity: PlaceIdentity,
    private readonly stock: StockService,
    private readonly availability: AvailabilityService,
    private readonly maps: SaleMapsService,
    private readonly salePages: SalePages,
    private readonly holds: HoldsService,
    private readonly orders: OrdersService,
    private readonly forms: PlainForms,
    private readonly answers: PlainAnswers,
    private readonly config: Config,
  ) {}

  /** What keeps the page from being composed is said on one that tries again. */
  async show(view: SaleView, wish: ShopWish, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const compose = (): Promise<string> => this.compose(view, wish, request, reply, null);
    return await this.answers.orAgain(request, reply, compose, compose);
  }

  async compose(
    view: SaleView,
    wish: ShopWish,
    request: FastifyRequest,
    reply: FastifyReply,
    problem: string | null,
  ): Promise<string> {
    const token = this.forms.placeOf(request, view.id);
    const inside = token === null ? null : await this.insideOf(token);
    if (!inside) return this.answers.see(reply, plainPath(view.slug, '/line'));
    const language = this.answers.languageOf(request);
    const words = wordsIn(language);
    const terms: ShopTerms = {
      language,
      form: this.forms.tokenOf(inside.token),
      key: this.forms.newKey(),
      problem,
      news: await this.salePages.snapshotOf(view),
    };
    const { holds, order } = await this.ownOf(inside);
    const body = order
      ? waitingOrderPage(view, order, payLinks(order, null, words), terms)
      : await this.basket(view, inside, await this.heldBy(inside, wish.hold, holds), wish, terms);
    const whole = html`${body}${sellerNote(view, words, view.slug)}`;
    const refresh = order ? { seconds: OPEN_ORDER_SECONDS, address: plainPath(view.slug, '/shop') } : null;
    return this.answers.document(request, reply, { title: view.show.name, body: whole, refresh });
  }

  /** Claims or renews the admission; null if it is not this fan's turn. */
  async inside(token: string): Promise<Inside | null> {
    const result = await this.claims.claim(token);
    if (result.kind === 'admitted') {
      const { pass, idleUntil, members } = result;
      return { token, pass, idleUntil, members };
    }
    if (result.kind === 'away' || result.kind === 'RATE_LIMITED') throw placeProblem(result);
    return null;
  }

  /** Returns only fans already admitted: viewing a page must not claim a turn. */
  private async insideOf(token: string): Promise<Inside | null> {
    const result = await this.places.place(token);
    return result.kind === 'place' && result.place.state === 'admitted' ? await this.inside(token) : null;
  }

  private async basket(
    view: SaleView,
    { token, idleUntil, members }: Inside,
    held: HoldShape | null,
    wish: ShopWish,
    terms: ShopTerms,
  ): Promise<Html> {
    if (held && !wish.changes) return heldPage(view, held, terms, wish);
    const lane = this.placeIdentity.read(token)?.lane ?? '';
    const channels = (await this.stock.book(view.id)).channelsOfLane(lane);
    const hasSeats = view.ticketTypes.some(({ admission }) => admission === 'reserved');
    const [availability, plan] = await Promise.all([
      this.availability.of(view.id, { detailed: true, channels }),
      hasSeats ? this.maps.plan(view.id) : null,
    ]);
    return choosePage(view, { availability, plan, idleUntil, members, changes: held, chosen: wish }, terms);
  }

  /** Reads what this place holds, and the order that it pays for: perhaps made in another browser. */
  private async ownOf({ pass }: Inside): Promise<{ holds: HoldShape[]; order: OrderShape | null }> {
    const own = await this.holds.own(pass);
    const holds = own.kind === 'ok' ? own.holds : [];
    const orderId = holds.find((hold) => hold.state === 'paying' && hold.orderId !== null)?.orderId ?? null;
    const read = orderId === null ? null : await this.orders.read(orderId, { pass, accessToken: null });
    const isOpen = read?.kind === 'ok' && read.order.state === 'pending';
    return { holds, order: isOpen ? returning(read.order, this.config.publicUrl) : null };
  }

  /** Finds the hold named in the URL, or else the fan's newest active one, so that a sold-out sale still shows it. */
  private async heldBy({ pass }: Inside, id: string | undefined, own: HoldShape[]): Promise<HoldShape | null> {
    if (id === undefined) return own.find(({ state }) => state === 'active') ?? null;
    const found = await this.holds.read(pass, id);
    return found.kind === 'ok' && found.hold.state === 'active' ? found.hold : null;
  }
}
