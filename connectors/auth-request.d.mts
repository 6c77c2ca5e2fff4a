import type { Server } from 'node:http';
import type { PassGate } from './pass-gate.mjs';

export function authRequestServer(gate: PassGate): Server;
