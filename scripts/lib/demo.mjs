// Parts specific to demo mode: its own secret, the Stripe simulator and the partner inbox.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { accepts, nextFreePorts } from './ports.mjs';
import { ROOT } from './run.mjs';
import { Refusal } from './refusal.mjs';
import { runSupervised } from './supervised.mjs';

const PORTS_ABOVE = 1_000; // clear of the ports of neighbours started with PORT=3001, 3002…
const HIGHEST_BASE = 60_000;

/** Returns a secret generated on first start and kept in the data directory. */
function keptSecret(dataDir, name, make) {
  const file = path.join(dataDir, name);
  if (!fs.existsSync(file)) fs.writeFileSync(file, make(), { mode: 0o600 });
  return fs.readFileSync(file, 'utf8').trim();
}

const webhookSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

/** Chooses ports for the side services: from the environment, else the next free ones. */
export async function sidePorts(env, port) {
  const wanted = ['ROPELINE_METRICS_PORT', 'SIMULATOR_PORT', 'PARTNER_INBOX_PORT'];
  const base = port > HIGHEST_BASE ? port - PORTS_ABOVE : port + PORTS_ABOVE;
  const free = await nextFreePorts(
    wanted.filter((name) => !env[name]),
    base,
  );
  return Object.fromEntries(wanted.map((name) => [name, String(env[name] || free[name])]));
}

/** Returns the Stripe keys given in the environment, or else the demo's own. */
function stripeKeys({ STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhook }) {
  if (key && !key.startsWith('sk_test_'))
    throw new Refusal('STRIPE_SECRET_KEY must begin with sk_test_: the demo pays at its own simulator.');
  return {
    STRIPE_SECRET_KEY: key || 'sk_test_demo0000000000000000',
    // new on each start unless given, so that earlier signatures are no longer accepted
    STRIPE_WEBHOOK_SECRET: webhook || webhookSecret(),
  };
}

/** Returns the server settings chosen by demo mode; the environment takes precedence. */
export function demoSettings(env, { dataDir, port, ports }) {
  const simulated = !env.ROPELINE_STRIPE_API_BASE;
  const stripe = {
    ROPELINE_STRIPE_API_BASE: `http://127.0.0.1:${ports.SIMULATOR_PORT}`,
    ...stripeKeys(env),
  };
  const inbox = {
    ROPELINE_PARTNER_INBOX_URL: `http://127.0.0.1:${ports.PARTNER_INBOX_PORT}`,
    ROPELINE_PARTNER_INBOX_SECRET: keptSecret(dataDir, 'partner-inbox-secret', webhookSecret),
  };
  return {
    PORT: String(port),
    ROPELINE_DEMO: 'true',
    ROPELINE_SECRET: env.ROPELINE_SECRET || keptSecret(dataDir, 'secret', () => randomBytes(48).toString('base64url')),
    ...(simulated ? stripe : {}),
    ...(env.ROPELINE_PARTNER_INBOX_URL ? {} : inbox),
  };
}

const tool = (name, env, port) =>
  runSupervised({
    name,
    command: [process.execPath, path.join(ROOT, 'dist', 'tools', name, 'main.js')],
    env: { ...process.env, ...env },
    stdout: 'inherit',
    ready: () => accepts(Number(port)),
  });

/** Starts the tools that the environment does not replace. `env` is the server's. Returns what was started. */
export function startTools(env, ports) {
  const simulator = process.env.ROPELINE_STRIPE_API_BASE
    ? []
    : tool(
        'stripe-simulator',
        {
          SIMULATOR_PORT: ports.SIMULATOR_PORT,
          SIMULATOR_WEBHOOK_URL: `http://127.0.0.1:${env.PORT}/v1/stripe/webhook`,
          SIMULATOR_WEBHOOK_SECRET: env.STRIPE_WEBHOOK_SECRET,
        },
        ports.SIMULATOR_PORT,
      );
  const inbox = process.env.ROPELINE_PARTNER_INBOX_URL
    ? []
    : tool(
        'partner-inbox',
        { PARTNER_INBOX_PORT: ports.PARTNER_INBOX_PORT, PARTNER_INBOX_SECRET: env.ROPELINE_PARTNER_INBOX_SECRET },
        ports.PARTNER_INBOX_PORT,
      );
  return Promise.all([simulator, inbox].flat());
}
