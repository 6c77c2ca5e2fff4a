import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { commonHeaders } from '../http/security-headers.js';
import { Metrics } from '../metrics/metrics.js';
import { problemOf } from '../problem/problem.js';
import { CrowdPacer } from './crowd-pacer.js';
import { LoopDelay } from './loop-delay.js';
import { isOutside, isRefused, type WorkClass, workClasses } from './overload.policy.js';

const RETRY_SECONDS = 2;
/** Somebody inside goes on with the next step of a purchase within this time. */
const INSIDE_FOR_MS = 1_000;

interface Account {
  inHand: number;
  countRefusal: () => void;
}

/**
 * The door before the doors: while this node has more to do than it can, it refuses the least urgent work with an answer made
 * beforehand, before anything of the request but its first line is looked at.
 */
@Injectable()
export class OverloadGate implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly loop = new LoopDelay();
  private readonly pacer: CrowdPacer;
  private insideAtMs = -Infinity;
  /** Connections that carry work of somebody inside, which must not wait behind the crowd. */
  private readonly insiders = new WeakSet<Socket>();
  /** A proxy's connection carries requests of anybody, so it is always read. */
  private readonly sharesConnections: boolean;
  private readonly accounts: Record<WorkClass, Account>;
  /** Text, not bytes: Node writes a head and a short text in one piece. */
  private readonly body = JSON.stringify(problemOf('OVERLOADED', { retryAfterMs: RETRY_SECONDS * 1_000 }));
  private readonly headers: string[];

  constructor(config: Config, metrics: Metrics) {
    const shed = metrics.counter('requests_shed_total', 'Requests refused because of overload, by class', ['class']);
    const account = (work: WorkClass): Account => {
      const counted = shed.labels(work);
      return { inHand: 0, countRefusal: () => counted.inc() };
    };
    this.accounts = Object.fromEntries(workClasses.map((work) => [work, account(work)])) as Record<WorkClass, Account>;
    this.headers = Object.entries({
      ...commonHeaders(config),
      'cache-control': 'private, no-store',
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': String(Buffer.byteLength(this.body)),
      'retry-after': String(RETRY_SECONDS),
    }).flat();
    this.sharesConnections = (config.trustedProxies ?? []).length > 0;
    this.pacer = new CrowdPacer(() => performance.now() - this.insideAtMs < INSIDE_FOR_MS);
    this.tellMetrics(metrics);
  }

  /** Whether the node takes on one more piece of this work, for callers that refuse in their own way: the socket door. */
  accepts(work: WorkClass): boolean {
    const loopDelayMs = this.loop.note();
    const account = this.accounts[work];
    const load = { loopDelayMs, requestsOfTurn: this.loop.requestsOfTurn, inHand: account.inHand };
    if (!isRefused(work, load) && (!isOutside(work) || this.pacer.takes())) return true;
    account.countRefusal();
    return false;
  }

  /** Accepts the request, or answers it with a refusal and returns true. */
  refuses(work: WorkClass, request: IncomingMessage, response: ServerResponse): boolean {
    if (!isOutside(work) && work !== 'exempt') {
      this.insideAtMs = performance.now();
      this.insiders.add(request.socket);
    }
    if (!this.accepts(work)) {
      response.writeHead(503, this.headers).end(this.body);
      this.answered(work, request.socket);
      return true;
    }
    const account = this.accounts[work];
    account.inHand += 1;
    const { socket } = request;
    response.once('close', () => {
      account.inHand -= 1;
      this.answered(work, socket);
    });
    return false;
  }

  /** An answer of this class has gone out on the connection. */
  answered(work: WorkClass, socket: Socket): void {
    if (isOutside(work) && !this.sharesConnections && !this.insiders.has(socket)) this.pacer.answeredOn(socket);
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onApplicationShutdown(): void {
    this.loop.stop();
  }

  private tellMetrics(metrics: Metrics): void {
    const inHand = metrics.gauge('requests_in_hand', 'Requests accepted and not yet answered, by class', ['class']);
    Object.assign(inHand, {
      collect: () => {
        for (const work of workClasses) inHand.set({ class: work }, this.accounts[work].inHand);
      },
    });
    const held = metrics.gauge('crowd_connections_held', 'Connections of the crowd that wait to be read');
    Object.assign(held, { collect: () => held.set(this.pacer.heldCount) });
    const delay = metrics.gauge(
      'loop_delay_seconds',
      'Duration of one turn of the event loop under requests, smoothed',
    );
    Object.assign(delay, { collect: () => delay.set(this.loop.recentMs / 1_000) });
  }
}
