import fs from 'node:fs';
import path from 'node:path';
import { aptInstall, mayApt } from './apt.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Returns the path of a Chromium: CHROMIUM_PATH, else from PATH, else the usual place on macOS; null when there is
 * none.
 */
export function findChromium(env = process.env) {
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const candidates = [
    env.CHROMIUM_PATH,
    ...NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))),
    ...MAC,
  ];
  return candidates.find((file) => file && fs.existsSync(file)) ?? null;
}

/**
 * Finds a Chromium, installing Debian's when run as root there. Returns null, after printing the reason, when there is
 * none.
 */
export async function ensureChromium(step) {
  const found = findChromium();
  if (found) return found;
  if (mayApt()) {
    try {
      await step('Installing chromium (apt-get)', () => aptInstall('chromium'));
      return findChromium();
    } catch (error) {
      console.log(error.message);
    }
  }
  return null;
}
