import config from './jest.config.mjs';

const [unit] = config.projects;

/** The unit tests beside what `npm run mutate` changes. */
export default {
  ...unit,
  displayName: 'mutate',
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testMatch: [
    '<rootDir>/src/{payments,checkout,tickets,inventory,contract}/**/*.spec.ts',
    '<rootDir>/test/property/inventory.spec.ts',
  ],
};
