import { defineConfig } from 'prisma/config';

// `generate`, `validate` and `format` only look the engine up: any existing file lets them work where the vendor's host
// is out of reach. `prisma migrate` would then silently do nothing: scripts/migrate.mjs takes its place.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://unset' },
});
