// usage: npm run mutate [-- <globs of files to mutate> [--concurrency 1]]        Mutation tests of the money decisions.
// Mutates pure files only, against the unit tests; SQL statements have negative controls in test/integration instead.
import { createRequire } from 'node:module';
import { inherit } from './lib/run.mjs';

const require = createRequire(import.meta.url);
const stryker = require.resolve('@stryker-mutator/core').replace(/dist.*$/, 'bin/stryker.js');
const given = process.argv.slice(2);
const firstOption = given.findIndex((part) => part.startsWith('--'));
const globs = firstOption < 0 ? given : given.slice(0, firstOption);
const options = firstOption < 0 ? [] : given.slice(firstOption);
const PAGES_AND_WORDS = ['!src/**/*.view.rules.ts', '!src/**/*-words.rules.ts'];
const only = globs.length > 0 ? ['--mutate', [...globs, ...PAGES_AND_WORDS].join(',')] : [];

process.exitCode = await inherit([process.execPath, stryker, 'run', 'stryker.config.mjs', ...only, ...options]);
