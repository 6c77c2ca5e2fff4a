import { readFileSync } from 'node:fs';
import { Refusal } from './refusal.mjs';

/** Returns whether a version such as 20.19.4 is in a range such as `^20.19.0 || >=24.0.0` (those two forms only). */
export function satisfies(version, range) {
  const [major, minor] = version.split('.').map(Number);
  return range.split('||').some((part) => {
    const [, sign, wantedMajor, wantedMinor] = /(\^|>=)(\d+)\.(\d+)/.exec(part) ?? [];
    if (major === Number(wantedMajor)) return minor >= Number(wantedMinor);
    return sign === '>=' && major > Number(wantedMajor);
  });
}

/** Rejects Node versions that package.json does not allow. */
export function requireNode() {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (satisfies(process.versions.node, engines.node)) return;
  throw new Refusal(
    `Node ${process.versions.node} is too old or unsupported: this needs ${engines.node} (24 is recommended).`,
  );
}
