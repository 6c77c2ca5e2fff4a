import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PassClaims, PassGate } from './pass-gate.mjs';

export function passRequired(
  gate: PassGate,
): (
  request: IncomingMessage & { pass?: PassClaims },
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;
