/** The drills and what each breaks, for people who ask before anything is built; load/drill/drill.ts carries them out. */
export const DRILLS = {
  'node-killed': 'one of two nodes is killed',
  'redis-lost': 'Redis is emptied, with 30 more live sales beside the one that sells out',
  'redis-failover': 'the master of Redis is killed, a sentinel promotes the replica',
  'postgres-restart': 'Postgres is killed, and its supervisor restarts it',
  'postgres-failover': 'the primary is killed, its synchronous standby is promoted',
  'payments-killed': 'the only node of the payments role is killed, and started again after 30 s',
  'redis-cut': 'one node alone does not reach Redis for 40 s',
  'postgres-cut': 'one node alone does not reach Postgres for 40 s',
  restore: 'an older backup of Postgres is restored while a sale is on',
  rolling: 'behind nginx, a migration, then each node is replaced',
  image: 'the steps of the Dockerfile, in a folder',
};

const width = Math.max(...Object.keys(DRILLS).map(({ length }) => length));

export const DRILL_USAGE = `usage: npm run drill -- <name> [options of npm run load]
  Breaks something while a sale sells out, on stores and processes of its own, and says what was lost (which fails it)
  and how long each service was away. See docs/drills.md.
${Object.entries(DRILLS)
  .map(([name, what]) => `  ${name.padEnd(width)}  ${what}`)
  .join('\n')}
  redis-lost --demo    the same on the demo that runs beside it (npm start), instead of on stores of its own
  --fans 300 --tickets 200 --json …    as of npm run load -- --help`;
