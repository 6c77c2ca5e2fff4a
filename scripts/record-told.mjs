// usage: npm run record-told -- --out FOLDER        Records real sales; see `npm run record-told -- --help`.
// Provides a private Postgres and Redis, unless DATABASE_URL and REDIS_URL name others.
import { drive, givenStores } from './lib/driver.mjs';

await drive('dist/load/told/main.js', givenStores(), async () => {});
