// Jest runs everything as CommonJS: its native ESM mode passes toys and fails on the real application.
const swc = {
  sourceMaps: 'inline',
  module: { type: 'commonjs' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

const base = {
  testEnvironment: 'node',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.(ts|m?js)$': ['@swc/jest', swc] },
  // packages are ESM-only: they are transformed too; axe is a plain script that needs its `this`
  transformIgnorePatterns: ['/node_modules/axe-core/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

const rooted = (patterns) => patterns.map((pattern) => `<rootDir>/${pattern}`);

export default {
  // a service spec waits half of its time for turns, deadlines and stores, so there are more workers than cores
  maxWorkers: 3,
  // a worker that has loaded the application many times over spends its time collecting garbage
  workerIdleMemoryLimit: '1GB',
  // freeing as much takes a busy machine longer than jest's half second; a handle left open is reported all the same
  workerGracefulExitTimeout: 10_000,
  testTimeout: 20_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: rooted(['{src,web,tools,load,scripts}/**/*.spec.ts', 'test/{property,architecture}/**/*.spec.ts']),
    },
    {
      ...base,
      displayName: 'service',
      testMatch: rooted(['test/{integration,simulation,e2e,browser,chaos}/**/*.spec.ts']),
      testEnvironment: '<rootDir>/test/support/environment.mjs',
      runtime: '<rootDir>/test/support/runtime.cjs',
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
