import type { FastifyRequest } from 'fastify';
import { clientNetworkOf } from '../../platform/http/network.js';

/** The network that a request of staff comes from, as tries are counted by it. */
export const networkOf = (request: FastifyRequest, trustedProxies: readonly string[]): string =>
  clientNetworkOf({ socket: request.raw.socket, headers: request.headers }, trustedProxies).network;
