// Base backup of a running Postgres, like `pg_basebackup`, using SQL and a file copy: needs no client program.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';

/** Copies the data directory of the running Postgres at `url` to `target`. */
export async function takeBackup(url, dir, target) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query("SELECT pg_backup_start('drill', fast => true)");
    copy(dir, target);
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(wait_for_archive => false)');
    copy(path.join(dir, 'pg_wal'), path.join(target, 'pg_wal')); // WAL written during the copy
    const label = path.join(target, 'backup_label');
    fs.writeFileSync(label, rows[0].labelfile);
    const { uid, gid } = fs.statSync(target);
    fs.chownSync(label, uid, gid);
    fs.rmSync(path.join(target, 'postmaster.pid'), { force: true });
  } finally {
    await client.end();
  }
}

/** Replaces the data directory of a stopped Postgres with a backup. */
export function putBack(backup, dir) {
  fs.rmSync(dir, { recursive: true });
  fs.renameSync(backup, dir);
}

/** `fs.cp` would lose ownership and fail on files that Postgres removes during the copy. */
function copy(from, to) {
  fs.rmSync(to, { recursive: true, force: true });
  try {
    execFileSync('cp', ['-a', from, to], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    const vanished = String(error.stderr)
      .trim()
      .split('\n')
      .every((line) => line.includes('No such file'));
    if (!vanished) throw error;
  }
}
