import { Injectable } from '@nestjs/common';
import type { BuyerErasure, BuyerExport } from '../../contract/orders/ticket-shapes.js';
import { AuditService } from '../../platform/audit/audit.service.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { PushService } from '../../queue/push/push.service.js';
import { MailsService } from '../../tickets/mail/mails.service.js';
import { publicState } from '../orders/order.state.js';
import type { OrderStep } from '../orders/order.state.js';
import { PrivacyRepository } from './privacy.repository.js';

/** More orders than one person has; an export states if it was truncated. */
const MAX_ORDERS = 1_000;
const DIGEST_CHARACTERS = 16;

/** Exports and erases a buyer's data by e-mail. The audit log names the buyer by a digest only. */
@Injectable()
export class PrivacyService {
  constructor(
    private readonly repository: PrivacyRepository,
    private readonly mails: MailsService,
    private readonly push: PushService,
    private readonly tokens: Tokens,
    private readonly audit: AuditService,
  ) {}

  async export(email: string, actor: string): Promise<BuyerExport> {
    const found = await this.repository.ordersOf(email, MAX_ORDERS + 1);
    const orders = found.slice(0, MAX_ORDERS);
    const held = await this.repository.heldBy(email, MAX_ORDERS + 1);
    const mails = await this.mails.ofOrders(orders.map(({ id }) => id));
    await this.audit.record(actor, 'privacy.export', this.subjectOf(email), { orders: orders.length });
    return {
      email,
      complete: found.length === orders.length && held.length <= MAX_ORDERS,
      orders: orders.map(({ buyerEmail, buyerName, buyerLanguage, state, createdAt, paidAt, tickets, ...order }) => ({
        ...order,
        state: publicState(state as OrderStep),
        buyer: { email: buyerEmail, name: buyerName, language: buyerLanguage },
        createdAt: createdAt.toISOString(),
        paidAt: paidAt?.toISOString() ?? null,
        tickets: tickets.map(({ admittedAt, ...ticket }) => ({
          ...ticket,
          admittedAt: admittedAt === null ? null : new Date(admittedAt).toISOString(),
        })),
        mails: mails
          .filter(({ orderId }) => orderId === order.id)
          .map((mail) => ({ kind: mail.kind, state: mail.state, createdAt: mail.createdAt.toISOString() })),
      })),
      heldTickets: held.slice(0, MAX_ORDERS).map(({ transferredAt, admittedAt, language, ...ticket }) => ({
        ...ticket,
        language: language ?? 'en',
        transferredAt: transferredAt.toISOString(),
        admittedAt: admittedAt?.toISOString() ?? null,
      })),
    };
  }

  async erase(email: string, actor: string): Promise<BuyerErasure> {
    const erased = await this.repository.erase(email);
    const tickets = await this.repository.eraseHolder(email);
    const subscriptions = await this.push.forget(email);
    const kept = await this.repository.openOrdersOf(email);
    await this.audit.record(actor, 'privacy.erase', this.subjectOf(email), {
      erased: erased.length,
      kept: kept.length,
      tickets,
      subscriptions,
    });
    return { erased: erased.length, tickets, kept };
  }

  private subjectOf(email: string): string {
    return `buyer:${this.tokens.mac('identity', 'privacy', email.toLowerCase()).slice(0, DIGEST_CHARACTERS)}`;
  }
}
