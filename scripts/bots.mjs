// usage: npm run bots [-- <arguments of load/bots/main.ts>]        Sets a bot beside honest fans; see `npm run bots -- --help`.
// Provides a private Postgres and Redis, unless DATABASE_URL and REDIS_URL name others.
import { drive, givenStores } from './lib/driver.mjs';

await drive(
  'dist/load/bots/main.js',
  givenStores(),
  async (args) => {
    const { readBotWishes } = await import('../dist/load/bots/arguments.js');
    readBotWishes(args);
  },
  'load/bots/arguments.ts',
);
