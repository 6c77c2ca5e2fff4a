// usage: npm run load [-- <arguments of load/main.ts>]        Sells out one sale; see `npm run load -- --help`.
// Provides a private Postgres and Redis, unless DATABASE_URL and REDIS_URL name others.
import { drive, givenStores } from './lib/driver.mjs';

await drive(
  'dist/load/main.js',
  givenStores(),
  async (args) => {
    const { readWishes } = await import('../dist/load/wishes.js');
    readWishes(args);
  },
  'load/wishes.ts',
);
