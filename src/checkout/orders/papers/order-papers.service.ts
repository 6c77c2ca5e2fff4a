import { Injectable } from '@nestjs/common';
import type { OrderShape } from '../../../contract/orders/order-shapes.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Config } from '../../../platform/config/config.js';
import { calendarOf } from '../../../tickets/paper/calendar.rules.js';
import { TicketPaper } from '../../../tickets/paper/ticket-paper.service.js';
import { type Refused, refused } from '../../checkout.errors.js';
import { HeldTickets } from '../../transfers/held-tickets.service.js';
import { OrderAccess } from '../order-access.js';
import { OrdersRepository } from '../orders.repository.js';
import { type OrderCredentials, OrdersService } from '../orders.service.js';
import type { FanLanguage } from '../../../contract/languages.js';

export type Paper<T> = { kind: 'ok'; paper: T } | Refused;

const RETRY_MS = 2_000;
const UNPAID = 'There are tickets once the order is paid.';
const NONE_HERE = 'Its tickets have been transferred.';

/** PDF tickets and calendar entries, for holders of the order's access token. */
@Injectable()
export class OrderPapers {
  constructor(
    private readonly orders: OrdersService,
    private readonly repository: OrdersRepository,
    private readonly access: OrderAccess,
    private readonly paper: TicketPaper,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly held: HeldTickets,
  ) {}

  async sheet(orderId: string, credentials: OrderCredentials, language: FanLanguage): Promise<Paper<Buffer>> {
    const found = await this.paid(orderId, credentials);
    if (found.kind === 'refused') return found;
    const { id, show, tickets, buyer } = found.paper;
    const sheet = await this.paper.sheet({ orderId: id, show, tickets, buyerName: buyer?.name ?? '', language });
    return sheet ? { kind: 'ok', paper: sheet } : refused('OVERLOADED', { retryAfterMs: RETRY_MS });
  }

  async calendar(orderId: string, credentials: OrderCredentials, language: FanLanguage): Promise<Paper<string>> {
    const found = await this.paid(orderId, credentials);
    if (found.kind === 'refused') return found;
    const { id, show, tickets } = found.paper;
    const labels = tickets.map(({ label }) => label);
    const url = `${this.config.publicUrl}/orders/${id}`;
    return {
      kind: 'ok',
      paper: calendarOf({ orderId: id, show, labels, url, language, now: new Date(this.clock.nowMs()) }),
    };
  }

  /** Returns whether a token grants access to the order, checked before it becomes a cookie. */
  async opens(orderId: string, accessToken: string | null): Promise<boolean> {
    if (accessToken === null) return false;
    return (await this.orders.read(orderId, { pass: null, accessToken })).kind === 'ok';
  }

  /** Returns the link that opens the order on another device. */
  async link(orderId: string, credentials: OrderCredentials): Promise<Paper<string>> {
    const { accessToken } = credentials;
    if (accessToken !== null && this.held.isTicketId(orderId)) {
      const link = await this.held.link(orderId, accessToken);
      return link === null ? refused('NOT_FOUND') : { kind: 'ok', paper: link };
    }
    const order = (await this.opens(orderId, accessToken)) ? await this.repository.byId(orderId) : null;
    return order ? { kind: 'ok', paper: this.linkOf(order) } : refused('NOT_FOUND');
  }

  linkOf(order: { id: string; accessGeneration: number }): string {
    return `${this.config.publicUrl}/orders/${order.id}#${this.access.tokenOf(order)}`;
  }

  /** Answers NOT_FOUND to a pass alone, which may read the order's state but not its tickets. */
  private async paid(orderId: string, { pass, accessToken }: OrderCredentials): Promise<Paper<OrderShape>> {
    if (accessToken === null && pass !== null) return refused('NOT_FOUND');
    const answer = await this.orders.read(orderId, { pass: null, accessToken });
    if (answer.kind === 'refused') return answer;
    if (answer.order.tickets.length === 0)
      return refused('ORDER_STATE', { detail: answer.order.state === 'paid' ? NONE_HERE : UNPAID });
    return { kind: 'ok', paper: answer.order };
  }
}
