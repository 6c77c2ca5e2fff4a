import type { FastifyRequest } from 'fastify';
import { clientNetworkOf } from '../../platform/http/network.js';

/** Returns the network of a staff request, the unit by which attempts are counted: of IPv6 a customer's whole prefix. */
export const networkOf = (request: FastifyRequest, trustedProxies: readonly string[]): string =>
  clientNetworkOf({ socket: request.raw.socket, headers: request.headers }, trustedProxies).prefix;
