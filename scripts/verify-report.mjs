// usage: npm run verify-report -- <report: file or address> [--keys <jwks: file or address>]
// Verifies a published report using Node alone: the hash chain, the signature, the draw's commitment and the tallies.
// Deliberately shares no code with Ropeline.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

/** Reports published before abuse was counted lack the last one. */
const SECTIONS = [
  'figures',
  'draw',
  'types',
  'minutes',
  'money',
  'refunds',
  'conservation',
  'incidents',
  'actions',
  'abuse',
];
const sectionsOf = ({ sections }) => SECTIONS.filter((section) => section !== 'abuse' || sections.abuse !== undefined);
const TIMEOUT_MS = 10_000;

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** Canonical JSON: sorted keys, no white space. */
function sorted(value) {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${sorted(value[key])}`);
  return `{${pairs.join(',')}}`;
}

async function read(source) {
  if (!/^https?:\/\//.test(source)) return JSON.parse(await readFile(source, 'utf8'));
  const answer = await fetch(source, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`${source} answered ${answer.status}`);
  return await answer.json();
}

function chainFaults(report) {
  let last = sha256(`${report.scheme}\n${report.saleId}\n${report.generatedAt}`);
  const faults = [];
  const present = sectionsOf(report);
  present.forEach((section, index) => {
    last = sha256(`${last}\n${section}\n${sorted(report.sections[section])}`);
    const link = report.chain[index];
    if (link?.section !== section || link.hash !== last) faults.push(`the chain breaks at “${section}”`);
  });
  if (report.hash !== last || report.chain.length !== present.length) faults.push('the hash is not that of the chain');
  return faults;
}

function signatureFaults(report, { keys }) {
  const [head, body, signature] = report.signature.split('.');
  const decode = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  const { kid, alg, typ } = decode(head);
  const { hash, aud } = decode(body);
  const jwk = keys.find((key) => key.kid === kid);
  if (!jwk) return [`the key ${kid} is not among the published ones`];
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const isSigned = verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
  const isOurs = alg === 'EdDSA' && typ === 'ropeline-report+jwt' && hash === report.hash && aud === report.saleId;
  return isSigned && isOurs ? [] : ['the signature is not that of this report'];
}

function contentFaults({ saleId, sections }) {
  const { draw, types, money, conservation } = sections;
  const faults = [];
  if (draw?.seed) {
    const zero = Buffer.from([0]);
    const committed = sha256(Buffer.from(draw.seed, 'hex'), zero, saleId, zero, draw.beaconChain ?? 'none');
    if (committed !== draw.commitment) faults.push('the seed is not the one that was committed to');
  }
  for (const type of types) if (type.sold > type.capacity - type.withdrawn) faults.push(`${type.name} was oversold`);
  const tallies = types.every((type) => type.sold === type.liveTickets);
  if (tallies !== conservation.soldEqualsTickets) faults.push('the tally of tickets is not what the report says of it');
  if (BigInt(money.takenMinor) - BigInt(money.refundedMinor) !== BigInt(money.keptMinor))
    faults.push('the money does not add up');
  return faults;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { keys: { type: 'string' } } });
const [source] = positionals;
if (source === undefined) {
  console.error('usage: npm run verify-report -- <report: file or address> [--keys <jwks: file or address>]');
  process.exit(2);
}
const given = await read(source);
const report = given.report ?? given;
const keys = values.keys ?? (/^https?:/.test(source) ? new URL('/.well-known/jwks.json', source).href : null);
const faults = [...chainFaults(report), ...contentFaults(report)];
if (keys !== null) faults.push(...signatureFaults(report, await read(keys)));
console.log(`Report of ${report.name}, made ${report.generatedAt}, hash ${report.hash}`);
for (const fault of faults) console.log(`FAULT: ${fault}`);
if (faults.length === 0)
  console.log(keys === null ? 'It holds. The signature was not checked: name --keys.' : 'It holds, and it is signed.');
process.exitCode = faults.length === 0 ? 0 : 1;
