import config from './jest.config.mjs';

const { displayName: _name, ...unit } = config.projects[0];

/** The unit tests beside what `npm run mutate` changes. */
export default {
  ...unit,
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testMatch: ['<rootDir>/src/{payments,checkout,tickets,contract}/**/*.spec.ts'],
};
