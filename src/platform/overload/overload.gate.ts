import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { requestIds } from '../http/request-id.js';
import { commonHeaders } from '../http/security-headers.js';
import { type Head, headOf, WholeAnswers } from '../http/whole-answers.js';
import { Metrics } from '../metrics/metrics.js';
import { problemOf } from '../problem/problem.js';
import { AcceptQueue } from './accept-queue.js';
import { ExpectedWait } from './expected-wait.js';
import { LoopDelay } from './loop-delay.js';
import { isTooMuch } from './memory.rules.js';
import type { Pressure } from './ladder.policy.js';
import { CROWD, crowdDelayMs, isRefused, shareRefused, type WorkClass, workClasses } from './overload.policy.js';

const RETRY_SECONDS = 2;

/** How long after its last refusal a class still counts as turned away: a step is left by itself. */
const SHEDDING_MS = 10_000;

interface Account {
  inHand: number;
  /** Those in hand that this node can work on. One that is still arriving says nothing about its speed. */
  working: number;
  wait: ExpectedWait;
  refusedAtMs: number;
  /** The part of a refusal that is due: of every few, one is refused. */
  dueRefusal: number;
  countRefusal: () => void;
}

/**
 * Sheds load before routing: while this node is overloaded, it refuses the least urgent work with a prebuilt answer,
 * judging by the request line alone.
 */
@Injectable()
export class OverloadGate implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly loop = new LoopDelay();
  readonly acceptQueue = new AcceptQueue();
  /** Requests and handshakes turned away so far. */
  refused = 0;
  /** Share of Redis' memory limit in use; null: unknown, which refuses nobody. */
  memoryShare: number | null = null;
  /** Replaced in specs. */
  nowMs = (): number => performance.now();
  private readonly accounts: Record<WorkClass, Account>;
  /** Everything but its request id. */
  private readonly body = JSON.stringify(problemOf('OVERLOADED', { retryAfterMs: RETRY_SECONDS * 1_000 })).slice(0, -1);
  private readonly answers = new WholeAnswers();
  private readonly head: Head;
  private readonly nextId = requestIds();
  private peakDelayMs = 0;
  private refusedLately = new Set<WorkClass>();

  constructor(config: Config, metrics: Metrics) {
    const shed = metrics.counter('requests_shed_total', 'Requests refused because of overload, by class', ['class']);
    const account = (work: WorkClass): Account => {
      const counted = shed.labels(work);
      return {
        inHand: 0,
        working: 0,
        wait: new ExpectedWait(CROWD),
        refusedAtMs: Number.NEGATIVE_INFINITY,
        dueRefusal: 0,
        countRefusal: () => counted.inc(),
      };
    };
    this.accounts = Object.fromEntries(workClasses.map((work) => [work, account(work)])) as Record<WorkClass, Account>;
    this.head = headOf(
      Object.entries({
        ...commonHeaders(config),
        'cache-control': 'private, no-store',
        'content-type': 'application/problem+json; charset=utf-8',
        'retry-after': String(RETRY_SECONDS),
      }).flat(),
    );
    this.tellMetrics(metrics);
  }

  /**
   * Returns whether to accept one more unit of this work, for callers with their own refusal: the socket server.
   * @param isNewcomer whether its connection may have waited to be accepted; a handshake always brings its own
   */
  accepts(work: WorkClass, isNewcomer = true): boolean {
    const loopDelayMs = this.loop.note();
    const account = this.accounts[work];
    const { inHand, working } = account;
    const expectedMs = account.wait.ms(working, this.nowMs());
    const load = { loopDelayMs, requestsOfTurn: this.loop.requestsOfTurn, inHand, working, expectedMs };
    this.peakDelayMs = Math.max(this.peakDelayMs, crowdDelayMs(load));
    const isSlow = isRefused(work, load);
    if (!isSlow && !(isNewcomer && this.isDue(work))) return true;
    // a queue at the door asks for fewer requests; how slow this node is, only its loop says
    this.refusedLately.add(isSlow ? work : 'poll');
    this.note(account);
    return false;
  }

  private note(account: Account): void {
    account.countRefusal();
    this.refused += 1;
    account.refusedAtMs = this.nowMs();
  }

  /** Spreads the refusals evenly over those whose connection may have waited. */
  private isDue(work: WorkClass): boolean {
    const account = this.accounts[work];
    account.dueRefusal += shareRefused(work, this.acceptQueue.waitMs);
    if (account.dueRefusal < 1) return false;
    account.dueRefusal -= 1;
    return true;
  }

  /** Returns what was measured since the last call. */
  takePressure(): Pressure {
    const pressure = { delayMs: this.peakDelayMs, refused: this.refusedLately };
    this.peakDelayMs = 0;
    this.refusedLately = new Set();
    return pressure;
  }

  /** Lists the classes of work that this node turned away within the last 10 s, the most urgent first. */
  get shedding(): WorkClass[] {
    const sinceMs = this.nowMs() - SHEDDING_MS;
    return workClasses.filter((work) => this.accounts[work].refusedAtMs > sinceMs);
  }

  /** Accepts the request, or refuses it and returns true. */
  refuses(work: WorkClass, response: ServerResponse): boolean {
    const account = this.accounts[work];
    if (isTooMuch(response.req.method ?? '', response.req.url ?? '', this.memoryShare)) {
      this.note(account); // another kind of load than the node's own, so no reason to degrade
      return this.refuse(response);
    }
    if (!this.accepts(work, this.acceptQueue.isNewcomer(response.req.socket))) return this.refuse(response);
    account.inHand += 1;
    let stage: 'arriving' | 'working' | 'answered' = 'arriving';
    const begin = (): void => {
      // a body may end after its answer: Node discards what nobody read
      if (stage !== 'arriving') return;
      stage = 'working';
      account.working += 1;
    };
    const answered = (): void => {
      if (stage === 'working') account.wait.end((account.working -= 1), this.nowMs());
      stage = 'answered';
    };
    if (hasBody(response.req)) response.req.on('end', begin);
    else begin();
    // not at the close: a client that reads slowly says nothing about this node
    response.on('prefinish', answered);
    response.on('close', () => {
      account.inHand -= 1;
      answered();
    });
    return false;
  }

  /** Requests accepted and not yet answered. */
  get inHand(): number {
    return workClasses.reduce((sum, work) => sum + this.accounts[work].inHand, 0);
  }

  /** Answers that this node accepts no work now. */
  refuse(response: ServerResponse): true {
    const last = `,"requestId":"${this.nextId()}"}`;
    this.answers.send(response, 503, this.head, this.body + last);
    return true;
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onApplicationShutdown(): void {
    this.loop.stop();
  }

  private tellMetrics(metrics: Metrics): void {
    const inHand = metrics.gauge('requests_in_hand', 'Requests accepted and not yet answered, by class', ['class']);
    const delay = metrics.gauge(
      'loop_delay_seconds',
      'Duration of one turn of the event loop under requests, smoothed',
    );
    const acceptWait = metrics.gauge(
      'accept_wait_seconds',
      'How long a new connection waits to be accepted; 0: at once',
    );
    const shedding = metrics.gauge('requests_shedding', '1 while work of this class is turned away', ['class']);
    metrics.onCollect(() => {
      const turnedAway = this.shedding;
      for (const work of workClasses) shedding.set({ class: work }, turnedAway.includes(work) ? 1 : 0);
      for (const work of workClasses) inHand.set({ class: work }, this.accounts[work].inHand);
      delay.set(this.loop.recentMs / 1_000);
      acceptWait.set(this.acceptQueue.waitMs / 1_000);
    });
  }
}

/** As announced by the headers (RFC 9112, 6.3). */
function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
