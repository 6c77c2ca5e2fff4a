import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Returns the command of a package's program under this Node; `npx` would add half a second per call. */
export const bin = (file) => [process.execPath, fileURLToPath(new URL(`../../node_modules/${file}`, import.meta.url))];

/** Runs a command in the project folder. Resolves with `{ code, output }`, both streams joined; never rejects. */
export const capture = ([command, ...args], { env = process.env } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const endWithUs = () => child.kill();
    process.once('exit', endWithUs);
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => {
      process.off('exit', endWithUs);
      resolve({ code: code ?? 1, output });
    });
  });

/** Runs a command attached to our terminal. Resolves with its exit code. */
export const inherit = ([command, ...args], { env = process.env, cwd = ROOT } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
