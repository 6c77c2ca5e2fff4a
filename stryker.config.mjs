import { fileURLToPath } from 'node:url';

/** Decisions about money and stock: pure, so that a mutant is judged by the spec beside its file in milliseconds. */
export default {
  mutate: [
    'src/{payments,checkout,tickets,inventory}/**/*.{rules,policy,state}.ts',
    // pages and words are not decisions
    '!src/**/*{.view,-words}.rules.ts',
    'src/payments/stripe/{rate-budget,slots}.ts',
    'src/contract/money/{money,pricing}.ts',
  ],
  plugins: [fileURLToPath(new URL('scripts/lib/spec-runner.mjs', import.meta.url))],
  testRunner: 'specs',
  // a spec runs whole for each mutant of its file: it takes less time than to find out which of its tests matter
  coverageAnalysis: 'off',
  reporters: ['clear-text'],
  clearTextReporter: { allowColor: false, logTests: false },
  // strings are words for people or SQL: their tests are elsewhere
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['dist', '.ropeline', 'docs', 'web', 'load', 'deploy', 'test', 'prisma'],
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  thresholds: { high: 90, low: 85, break: 85 },
};
