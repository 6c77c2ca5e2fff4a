// A synchronous standby of a private Postgres behind one address, which moves to the standby when it is promoted.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { takeBackup } from './base-backup.mjs';
import { startPostgres } from './postgres.mjs';

const WITHIN_MS = 30_000;
const NAME = 'standby';

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Forwards connections to a port of loopback; `moveTo` cuts them and forwards new ones elsewhere, like a virtual IP. */
async function startAddress(first) {
  let port = first;
  const open = new Set();
  const server = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => open.forEach((socket) => socket.destroy());
  return {
    port: server.address().port,
    moveTo(next) {
      port = next;
      cut();
    },
    stop() {
      server.close();
      cut();
    },
  };
}

/**
 * Starts a standby of the Postgres at `databaseUrl` (data in `folder`/postgres) and makes its commits synchronous.
 * @returns {Promise<{ url: string, failOver: () => Promise<void>, stop: () => Promise<void> }>} `url` is the address for
 * clients; `failOver` kills the primary, promotes the standby and moves the address
 */
export async function startStandby(folder, databaseUrl, killPrimary) {
  const data = path.join(folder, 'standby');
  const primary = new URL(databaseUrl);
  await takeBackup(databaseUrl, path.join(folder, 'postgres'), data);
  const { uid, gid } = fs.statSync(data);
  const write = (file, text) => {
    fs.writeFileSync(file, text, { flag: 'a', mode: 0o600 });
    fs.chownSync(file, uid, gid);
  };
  const { port, password } = primary;
  const conninfo = `host=127.0.0.1 port=${port} user=postgres password=${password} application_name=${NAME}`;
  write(path.join(data, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
  write(path.join(data, 'standby.signal'), '');
  write(`${data}.password`, password);
  const standby = await startPostgres(data);
  await query(databaseUrl, `ALTER SYSTEM SET synchronous_standby_names = '${NAME}'`);
  await query(databaseUrl, 'SELECT pg_reload_conf()');
  await untilSynchronous(databaseUrl);
  const address = await startAddress(Number(port));
  const url = new URL(databaseUrl);
  url.port = String(address.port);
  return {
    url: url.href,
    async failOver() {
      killPrimary();
      await query(standby.url, 'SELECT pg_promote(true, 30)');
      address.moveTo(standby.port);
    },
    async stop() {
      address.stop();
      await standby.stop();
    },
  };
}

async function untilSynchronous(url) {
  for (const until = Date.now() + WITHIN_MS; Date.now() < until; ) {
    const rows = await query(url, `SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`);
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the standby did not catch up');
}
