#!/usr/bin/env node
// The partners' command line: npx ropeline listen | replay | verify. ROPELINE_URL and ROPELINE_API_KEY select server
// and caller.
import { parseArgs } from 'node:util';
import { listen } from './cli/listen.mjs';
import { replay } from './cli/replay.mjs';
import { verify } from './cli/verify.mjs';

const USAGE = `usage:
  ropeline listen --forward <url> [--types order.paid,…] [--after <sequence>] [--secret whsec_…]
      forwards events to a receiver of yours as signed webhooks, from now on or from a sequence
  ropeline replay <endpoint id> (--from <sequence> [--to <sequence>] | --message evt_… | --missed)
      sends an endpoint's messages again
  ropeline verify --secret whsec_… --headers <file with the headers as JSON> < body
      checks the signature of a delivery

environment: ROPELINE_URL (such as https://tickets.example) and ROPELINE_API_KEY (rk_…)`;

const options = {
  forward: { type: 'string' },
  types: { type: 'string' },
  after: { type: 'string' },
  secret: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  message: { type: 'string' },
  missed: { type: 'boolean' },
  headers: { type: 'string' },
};
const commands = { listen, replay, verify };

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [name, ...rest] = positionals;
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : null;
  if (command === null) throw new Error(USAGE);
  await command(values, rest);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
