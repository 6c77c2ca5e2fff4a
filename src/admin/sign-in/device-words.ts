const browsers: readonly [RegExp, string][] = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];
const nameIn = (agent: string, names: readonly [RegExp, string][]): string | null =>
  names.find(([pattern]) => pattern.test(agent))?.[1] ?? null;

/** Returns a readable device name from the user agent; empty when unknown. */
export function deviceWords(userAgent: string | undefined): string {
  const agent = (userAgent ?? '').slice(0, 500);
  const [browser, system] = [nameIn(agent, browsers), nameIn(agent, systems)];
  if (browser === null) return system ?? '';
  return system === null ? browser : `${browser} on ${system}`;
}
