// usage: npm run documents
// Generates docs/api/openapi.json, docs/api/asyncapi.json and src/contract/operation-codes.ts from the code; needs no
// stores.
import fs from 'node:fs';
import path from 'node:path';
import { buildServer } from './build.mjs';
import { program } from './lib/program.mjs';
import { Refusal } from './lib/refusal.mjs';
import { inherit, ROOT } from './lib/run.mjs';

const PUBLIC_URL = 'https://tickets.example';
/** Required settings that do not affect the documents. */
const settings = {
  ROPELINE_DEMO: 'true',
  PUBLIC_URL,
  DATABASE_URL: 'postgresql://nobody',
  ROPELINE_SECRET: 'not a secret, for nothing is signed with it',
  STRIPE_WEBHOOK_SECRET: 'whsec_none',
};

await program(async ({ step }) => {
  if ((await inherit([process.execPath, path.join(ROOT, 'scripts/operation-codes.mjs')])) !== 0)
    throw new Refusal('The error codes of the operations were not found.');
  await buildServer(step);
  const { buildDocuments } = await import('../dist/src/documents.js');
  const documents = await buildDocuments(settings, PUBLIC_URL);
  for (const [name, document] of Object.entries(documents)) {
    const file = path.join(ROOT, 'docs', 'api', `${name}.json`);
    fs.writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
    console.log(`Wrote ${path.relative(ROOT, file)}`);
  }
});
