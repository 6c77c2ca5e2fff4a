import type { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Drain } from './platform/health/drain.js';
import { LateConnections } from './platform/http/late-connections.js';
import { stopListening } from './platform/http/stop-listening.js';
import { OverloadGate } from './platform/overload/overload.gate.js';

/** Grace for shutdown on top of its pause before the process exits forcibly; supervisors would send SIGKILL instead. */
export const STOP_LIMIT_MS = 33_000;
/** A starved node finds a quiet moment within this time, or closes regardless. */
const QUIET_WITHIN_MS = 3_000;
/** Longer than any request of ours: stores answer or time out within 10 s. */
const ANSWERED_WITHIN_MS = 10_000;

/**
 * Takes a node out of service without failing a request: it reports not ready and serves on for a pause, in which
 * balancers take note; stops listening when no connection is waiting; answers what it has accepted. The caller then
 * closes the application, which sends the sockets away.
 */
export async function drainNode(
  app: NestFastifyApplication,
  pauseMs: number,
  log: Pick<Logger, 'log' | 'warn'>,
): Promise<void> {
  const server = app.getHttpServer();
  const drain = app.get(Drain);
  const gate = app.get(OverloadGate);
  drain.draining = true;
  const late = new LateConnections(server);
  log.log(`stopping: reported as not ready, still listening for ${pauseMs} ms`);
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  if (!(await stopListening(server, QUIET_WITHIN_MS)))
    log.warn('stopped listening while connections were arriving; some may have been reset');
  if (!(await late.untilAnswered(() => gate.inHand, ANSWERED_WITHIN_MS)))
    log.warn(`${gate.inHand} requests were not answered within ${ANSWERED_WITHIN_MS} ms and end now`);
  drain.isOver = true;
  log.log('drained: no request is open');
}
