import fs from 'node:fs';
import { Webhook } from 'standardwebhooks';

/** Verifies a delivery: raw body on standard input, headers in a file. */
export async function verify({ secret, headers }) {
  if (secret === undefined || headers === undefined) throw new Error('Specify --secret whsec_… and --headers <file>.');
  const body = await text(process.stdin);
  const event = new Webhook(secret).verify(body, JSON.parse(fs.readFileSync(headers, 'utf8')));
  console.log(`The signature is valid: ${event.type}, sequence ${event.sequence}.`);
}

async function text(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
