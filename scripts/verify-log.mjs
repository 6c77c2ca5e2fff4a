// usage: npm run verify-log -- <log.csv, as exported without a filter>
// Verifies the hash chain of an exported log using Node alone. Deliberately shares no code with Ropeline.
// Entries older than the retention are gone, so the oldest one is taken as it is; keep its hash to prove it later.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Splits CSV with quoted cells into rows of cells. */
function rowsOf(text) {
  const rows = [];
  let [row, cell, quoted] = [[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted && sign === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (sign === '"') quoted = !quoted;
    else if (sign === ',' && !quoted) [row, cell] = [[...row, cell], ''];
    else if (sign === '\n' && !quoted) {
      rows.push([...row, cell.replace(/\r$/, '')]);
      [row, cell] = [[], ''];
    } else cell += sign;
  }
  return rows;
}

/** Canonical JSON: sorted keys, no white space. */
function sorted(value) {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const pairs = Object.keys(value).sort();
  return `{${pairs.map((key) => `${JSON.stringify(key)}:${sorted(value[key])}`).join(',')}}`;
}

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: npm run verify-log -- <log.csv>');
  process.exit(2);
}
const [head, ...body] = rowsOf(await readFile(file, 'utf8'));
const entries = body.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index]])));
const sealed = entries.filter(({ seq }) => seq !== '').sort((a, b) => Number(a.seq) - Number(b.seq));
const faults = [];
sealed.forEach((entry, index) => {
  const before = sealed[index - 1];
  if (before === undefined && entry.seq !== '1') return;
  if (before !== undefined && Number(before.seq) + 1 !== Number(entry.seq))
    return faults.push(`entries between ${before.seq} and ${entry.seq} are missing`);
  const { seq, id, at, actor, action, subject, details } = entry;
  const lines = [before?.hash ?? '', seq, id, at, actor, action, subject, sorted(JSON.parse(details))];
  if (createHash('sha256').update(lines.join('\n')).digest('hex') !== entry.hash)
    faults.push(`entry ${seq} (${at}, ${action}) is not what was sealed`);
});
const last = sealed.at(-1);
console.log(`${sealed.length} entries${last ? `, the last hash is ${last.hash}` : ''}`);
if (sealed.length < entries.length) console.log(`${entries.length - sealed.length} are too new to be sealed`);
for (const fault of faults) console.log(`FAULT: ${fault}`);
if (faults.length === 0) console.log('It holds.');
process.exitCode = faults.length === 0 ? 0 : 1;
