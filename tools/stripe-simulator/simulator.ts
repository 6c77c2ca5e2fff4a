import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiDoor } from './api/door.js';
import { Faults } from './faults/faults.js';
import { Intents } from './model/intents.js';
import { Ledger } from './model/ledger.js';
import { ConfirmDoor } from './pages/confirm.door.js';
import { ControlDoor } from './pages/control.door.js';
import { SetupDoor } from './pages/setup.door.js';
import { createSimulatorServer, openDoors } from './server.js';
import { describeState } from './state.js';
import type { DeliveryLimits } from './webhooks/delivery-queue.js';
import { Webhooks } from './webhooks/webhooks.js';

export interface SimulatorOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Where events are sent; several addresses are comma-separated, and each gets every event. */
  readonly webhookUrl?: string;
  /** Signs the events; required with `webhookUrl`. */
  readonly webhookSecret?: string;
  /** Event types to send, like an endpoint's `enabled_events`; empty or missing: all. */
  readonly webhookEvents?: readonly string[];
  /** The listening address. */
  readonly host?: string;
  /** Delivery limits, overridden in tests. */
  readonly webhookLimits?: DeliveryLimits;
}

export interface RunningSimulator {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts a simulator with an empty account. @throws if the port is taken or the webhook settings are incomplete */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const urls = webhookUrls(options.webhookUrl);
  if (urls.length > 0 && !options.webhookSecret) throw new Error('a webhook address requires a webhook secret');
  const server = createSimulatorServer();
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, options.port, host);
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

  const faults = new Faults();
  const target = {
    urls,
    secret: options.webhookSecret ?? '',
    events: options.webhookEvents ?? [],
    ...(options.webhookLimits && { limits: options.webhookLimits }),
  };
  const webhooks = new Webhooks(faults, target, url);
  const ledger = new Ledger((event) => webhooks.publish(event));
  const intents = new Intents(ledger, () => faults.drawDecline());
  openDoors(server, {
    api: new ApiDoor(ledger, intents, faults, url),
    confirm: new ConfirmDoor(ledger, intents, url),
    setup: new SetupDoor(ledger),
    control: new ControlDoor(faults, webhooks, () => describeState(ledger, webhooks, faults)),
  });
  return {
    url,
    port,
    close: () => {
      webhooks.close();
      return closeServer(server);
    },
  };
}

function webhookUrls(text = ''): URL[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const url = URL.canParse(part) ? new URL(part) : null;
      if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new Error(`not a webhook address: ${part}`);
      return url;
    });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
