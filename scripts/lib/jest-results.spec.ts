import { describe, expect, it } from '@jest/globals';
import { countResults, summaryLine } from './jest-results.mjs';

const results = {
  numPassedTests: 7,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [
    { name: '/x/test/browser/fan.spec.ts', assertionResults: [{ status: 'pending' }, { status: 'passed' }] },
    { name: '/x/test/e2e/start.spec.ts', assertionResults: [{ status: 'pending' }] },
  ],
};

describe('countResults', () => {
  it('counts what was skipped in the browser apart from the rest', () => {
    expect(countResults(results)).toEqual({ passed: 7, failed: 1, skipped: 2, skippedInBrowser: 1 });
  });

  it('counts a spec file that could not run as a failure', () => {
    expect(countResults({ ...results, numRuntimeErrorTestSuites: 2 }).failed).toBe(3);
  });
});

describe('summaryLine', () => {
  it('names what was skipped only when something was', () => {
    expect(summaryLine({ passed: 7, failed: 1, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped');
    expect(summaryLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
  });
});
