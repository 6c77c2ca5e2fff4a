import { describe, expect, it } from '@jest/globals';
import { countResults, countWithAgain, failedFiles, summaryLine } from './jest-results.mjs';

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

describe('a spec file that is run again', () => {
  const file = (name: string, status: string, ...tests: string[]) => ({
    name,
    status,
    assertionResults: tests.map((each) => ({ status: each })),
  });
  const first = {
    ...results,
    numPassedTests: 3,
    numFailedTests: 1,
    testResults: [
      file('/x/a.spec.ts', 'failed', 'passed', 'failed'),
      file('/x/b.spec.ts', 'passed', 'passed', 'passed'),
    ],
  };
  const again = (passed: number, failed: number) => ({
    ...results,
    numPassedTests: passed,
    numFailedTests: failed,
    testResults: [file('/x/a.spec.ts', failed > 0 ? 'failed' : 'passed')],
  });

  it('is one of those that failed', () => {
    expect(failedFiles(first)).toEqual(['/x/a.spec.ts']);
  });

  it('counts by its second run, whatever that says', () => {
    expect(countWithAgain(first, again(2, 0))).toMatchObject({ passed: 4, failed: 0 });
    expect(countWithAgain(first, again(1, 1))).toMatchObject({ passed: 3, failed: 1 });
  });
});

describe('summaryLine', () => {
  it('names what was skipped only when something was', () => {
    expect(summaryLine({ passed: 7, failed: 1, skipped: 2 })).toBe('7 passed, 1 failed, 2 skipped');
    expect(summaryLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
  });
});
