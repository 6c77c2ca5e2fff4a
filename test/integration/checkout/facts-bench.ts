import type { AdmissionEnd } from '../../../src/checkout/facts/admission-end.js';
import { type disputeRulesOf } from '../../../src/checkout/disputes/dispute.rules.js';
import { DisputedOrders } from '../../../src/checkout/disputes/disputed-orders.service.js';
import { DisputesRepository } from '../../../src/checkout/disputes/disputes.repository.js';
import { FactAttention } from '../../../src/checkout/facts/fact-attention.js';
import { OrderFacts } from '../../../src/checkout/facts/order-facts.service.js';
import type { CardBrakes } from '../../../src/checkout/brakes/card-brakes.service.js';
import type { PersonLimits } from '../../../src/checkout/limits/person-limits.service.js';
import { OrderMoves } from '../../../src/checkout/facts/order-moves.service.js';
import { OrderReactions } from '../../../src/checkout/facts/order-reactions.service.js';
import type { OrderNews } from '../../../src/checkout/orders/order-news.js';
import { OrdersRepository } from '../../../src/checkout/orders/orders.repository.js';
import { OrderRefundsRepository } from '../../../src/checkout/refunds/refunds.repository.js';
import { FactsRepository } from '../../../src/payments/facts/facts.repository.js';
import type { PaymentFact } from '../../../src/payments/payments.events.js';
import { PaymentsRepository } from '../../../src/payments/payments.repository.js';
import type { PaymentsService } from '../../../src/payments/payments.service.js';
import { RefundsRepository } from '../../../src/payments/refunds/refunds.repository.js';
import { WishesRepository } from '../../../src/payments/wishes/wishes.repository.js';
import { Metrics } from '../../../src/platform/metrics/metrics.js';
import { PrismaService } from '../../../src/platform/prisma/prisma.service.js';
import { testConfig } from '../../support/app.js';
import type { SaleCache } from '../../../src/sales/catalogue/cache/sale-cache.service.js';

/** Applies facts to orders on a database alone, without Redis or provider. */
export class FactsBench {
  readonly prisma: PrismaService;
  readonly orders: OrdersRepository;
  readonly orderRefunds: OrderRefundsRepository;
  readonly payments: PaymentsRepository;
  readonly refunds: RefundsRepository;
  readonly rows: FactsRepository;
  readonly reactions: OrderReactions;
  readonly facts: OrderFacts;
  readonly wishes: WishesRepository;
  /** The same over substitute stores, such as ones that crash. */
  readonly factsOver: (orders: OrdersRepository, refunds: OrderRefundsRepository) => OrderFacts;
  /** What the sale says about disputed payments. */
  policy: Parameters<typeof disputeRulesOf>[0] = { disputedTickets: 'hold', warnedTickets: 'keep' };
  /** Fans whose admission has ended. */
  readonly ended: string[] = [];

  constructor(databaseUrl: string) {
    this.prisma = new PrismaService(testConfig({ databaseUrl, redisUrl: 'redis://127.0.0.1:1' }));
    this.orders = new OrdersRepository(this.prisma);
    this.orderRefunds = new OrderRefundsRepository(this.prisma);
    this.payments = new PaymentsRepository(this.prisma);
    this.refunds = new RefundsRepository(this.prisma);
    this.rows = new FactsRepository(this.prisma);
    this.wishes = new WishesRepository(this.prisma);
    const nothing = () => undefined;
    const service = {
      leaseSeconds: () => 0,
      handOver: nothing,
      orderMoved: nothing,
      wake: nothing,
      wakeRefunds: nothing,
    } as unknown as PaymentsService;
    this.reactions = new OrderReactions(service, this.orders, new Metrics());
    const admissions = {
      endIfDone: async (paid: { fanKey: string }) => this.ended.push(paid.fanKey) > 0,
    } as unknown as AdmissionEnd;
    const limits = { cardDigestOf: (fingerprint: string | null) => fingerprint } as PersonLimits;
    const brakes = { of: () => Promise.resolve('none') } as unknown as CardBrakes;
    const news = { publish: async () => undefined } as unknown as OrderNews;
    const sales = { byId: () => Promise.resolve({ policy: this.policy }) } as unknown as SaleCache;
    const disputes = new DisputedOrders(new DisputesRepository(this.prisma), sales);
    this.factsOver = (orders, refunds) => {
      const moves = new OrderMoves(orders, refunds, service, admissions, limits, brakes, disputes);
      return new OrderFacts(orders, moves, new FactAttention(orders, service, disputes), news);
    };
    this.facts = this.factsOver(this.orders, this.orderRefunds);
  }

  /** Applies pending facts, each twice: as after a crash between applying a fact and marking it as done. */
  async applyFacts(twice = true): Promise<PaymentFact[]> {
    const leased = await this.rows.lease(100);
    for (const fact of leased) {
      await this.facts.handle(fact);
      if (twice) await this.facts.handle(fact);
      await this.rows.taken([fact.id]);
    }
    return leased;
  }

  async close(): Promise<void> {
    await this.prisma.$disconnect();
  }
}
