import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { SaleNews } from '../../contract/live/news.js';
import type { ShopServerEvents } from '../../contract/live/socket-events.js';
import { NewsService } from '../../platform/news/news.service.js';
import { PassesService } from '../../queue/passes/passes.service.js';
import { credentialOf, doorman, EntranceRefused } from '../server/entrance.js';
import { Subscriptions } from '../server/subscriptions.js';
import { passProblem } from '../../queue/passes/pass.errors.js';
import { EventListener } from '../server/event-listener.js';
import type { EventRateLimit } from '../server/event-rate-limit.js';
import { messagesOf, send } from '../server/message.js';
import { SocketGroups } from '../server/socket-groups.js';
import { SocketServer } from '../server/socket-server.js';

interface ShopSocketData {
  saleId: string;
  admissionId: string;
  lane: string;
  /** Hash of browser and network: sockets that share it are tabs of the same fan. */
  group: string;
  rateLimit: EventRateLimit | null;
}
type ShopSocket = Socket<DefaultEventsMap, ShopServerEvents, DefaultEventsMap, ShopSocketData>;
type ShopNamespace = Namespace<DefaultEventsMap, ShopServerEvents, DefaultEventsMap, ShopSocketData>;

/** Tabs per shopper; the oldest are closed. */
const SOCKETS_AN_ADMISSION = 3;
const encode = messagesOf<ShopServerEvents>('/shop');

/** Namespace /shop: availability, and changes to the shopper's own hold and order. Opened by a pass. */
@Injectable()
export class ShopSockets implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly subscriptions = new Subscriptions();
  private readonly listener = new EventListener<ShopSocket>(new Map()); // accepts no client events
  private readonly bySale = new SocketGroups<ShopSocket>();
  private readonly byAdmission = new SocketGroups<ShopSocket>();

  constructor(
    private readonly server: SocketServer,
    private readonly passes: PassesService,
    private readonly news: NewsService,
  ) {}

  onApplicationBootstrap(): void {
    const namespace: ShopNamespace = this.server.of('/shop');
    namespace.use(doorman((socket: ShopSocket) => this.enter(socket)));
    namespace.on('connection', (socket) => this.welcome(socket));
  }

  onApplicationShutdown(): void {
    this.subscriptions.stopAll();
  }

  private async enter(socket: ShopSocket): Promise<void> {
    const pass = credentialOf(socket.handshake.auth, 'pass');
    if (pass === null) throw new EntranceRefused('PASS_REQUIRED');
    const result = await this.passes.permit(pass);
    if (result.kind !== 'ok') throw new EntranceRefused(passProblem(result).code);
    const { saleId, admissionId, lane } = result.permit;
    socket.data = { saleId, admissionId, lane, group: this.server.originOf(socket), rateLimit: null };
  }

  private welcome(socket: ShopSocket): void {
    const { saleId, admissionId, group } = socket.data;
    this.subscriptions.hold(`sale:${saleId}`, () => this.listenToSale(saleId));
    this.subscriptions.hold(`admission:${admissionId}`, () => this.listenToAdmission(admissionId));
    this.bySale.add(saleId, socket);
    this.byAdmission.add(admissionId, socket);
    const tabs = this.byAdmission.of(admissionId);
    if (tabs.length > SOCKETS_AN_ADMISSION) tabs[0]?.disconnect(true);
    this.listener.listenTo(socket);
    socket.on('disconnect', () => this.forget(socket));
    // on all nodes: a pass used on another machine works only there from now on
    void this.news.publish(`admission:${admissionId}`, 'shopping', { group });
  }

  private forget(socket: ShopSocket): void {
    this.server.closeUnlessBack(socket);
    const { saleId, admissionId } = socket.data;
    this.bySale.remove(saleId, socket);
    this.byAdmission.remove(admissionId, socket);
    this.subscriptions.release(`sale:${saleId}`);
    this.subscriptions.release(`admission:${admissionId}`);
  }

  /** Fans of a lane with channels of its own have more than the public. */
  private listenToSale(saleId: string): () => void {
    let told: SaleNews['lanes'] | null = null;
    return this.news.listen<'sale'>(`sale:${saleId}`, (news) => {
      if (news.event === 'lanes') {
        told = news.payload;
        this.tellLanes(saleId, told.deltas);
      }
      if (news.event === 'availability') {
        const own = told?.version === news.payload.version ? told.deltas : null;
        this.tellOthers(saleId, news.payload, own);
      }
    });
  }

  private tellLanes(saleId: string, deltas: SaleNews['lanes']['deltas']): void {
    const own = new Map(Object.entries(deltas).map(([lane, delta]) => [lane, encode('availability', delta)]));
    for (const socket of this.bySale.of(saleId)) {
      const theirs = own.get(socket.data.lane);
      if (theirs) send(socket, theirs);
    }
  }

  /** @param own the lanes that were told of this version already */
  private tellOthers(saleId: string, delta: SaleNews['availability'], own: SaleNews['lanes']['deltas'] | null): void {
    const everybodys = encode('availability', delta);
    if (own === null) return this.bySale.send(saleId, everybodys);
    for (const socket of this.bySale.of(saleId)) if (!Object.hasOwn(own, socket.data.lane)) send(socket, everybodys);
  }

  private listenToAdmission(admissionId: string): () => void {
    return this.news.listen<'admission'>(`admission:${admissionId}`, (news) => {
      switch (news.event) {
        case 'hold':
          this.byAdmission.send(admissionId, encode('hold', news.payload));
          break;
        case 'order':
          this.byAdmission.send(admissionId, encode('order', news.payload));
          break;
        case 'deadline':
          this.byAdmission.send(admissionId, encode('deadline', news.payload));
          break;
        case 'shopping':
          for (const socket of this.byAdmission.of(admissionId))
            if (socket.data.group !== news.payload.group) socket.disconnect(true);
          break;
        case 'revoked':
          for (const socket of this.byAdmission.of(admissionId)) socket.disconnect(true);
          break;
        case 'ended':
          break; // order news may still follow; the page's next call reports that the pass has ended
      }
    });
  }
}
