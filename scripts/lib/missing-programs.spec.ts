import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/** Runs a module's function on a machine with an empty PATH and without root. Returns what a person would read. */
function readBy(expression: string): string {
  const code = `
    process.getuid = () => 1000;
    const { explain } = await import('./scripts/lib/program.mjs');
    try { await (${expression}); console.log('found'); } catch (error) { console.log(explain(error)); }`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    env: { PATH: '/nowhere' },
  });
  return stdout.trim();
}

describe('a machine without tools and without root', () => {
  it('reads in one line how to get a Redis', () => {
    const line = readBy("import('./scripts/lib/redis-binary.mjs').then((m) => m.ensureRedis(() => 'never'))");
    expect(line).toMatch(/^No redis-server or valkey-server \(7 or newer\) on PATH\. [^\n]*$/);
    for (const way of ['sudo apt-get install redis-server', 'brew install redis', 'make', 'REDIS_URL'])
      expect(line).toContain(way);
  });
  it('reads in one line how to get an nginx for the rolling drill', () => {
    const line = readBy(
      "import('./scripts/lib/nginx.mjs').then((m) => m.findNginx({}) ? 'found' : m.ensureNginx(() => 'never'))",
    );
    expect(line).toMatch(/^(found|No nginx on PATH\. Debian\/Ubuntu: sudo apt-get install nginx-light[^\n]*)$/);
  });
  it('has the Postgres that npm installs', () => {
    expect(readBy("import('./scripts/lib/postgres-binary.mjs').then((m) => m.postgresBinaries())")).toMatch(
      /^(found|No Postgres for this platform: [^\n]*DATABASE_URL)$/,
    );
  });
});
