/** Decisions about money and stock: pure, so that a mutant is judged by unit tests in milliseconds. */
export default {
  mutate: [
    'src/{payments,checkout,tickets,inventory}/**/*.{rules,policy,state}.ts',
    'src/payments/stripe/{rate-budget,slots}.ts',
    'src/contract/{money,pricing}.ts',
  ],
  testRunner: 'jest',
  jest: { projectType: 'custom', configFile: 'jest.mutate.config.mjs', enableFindRelatedTests: true },
  coverageAnalysis: 'perTest',
  reporters: ['clear-text', 'progress'],
  clearTextReporter: { allowColor: false, logTests: false },
  // strings are words for people or SQL: their tests are elsewhere
  mutator: { excludedMutations: ['StringLiteral'] },
  ignorePatterns: ['dist', '.ropeline', 'docs', 'web', 'load', 'deploy'],
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  thresholds: { high: 90, low: 85, break: 85 },
};
