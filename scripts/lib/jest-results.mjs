import path from 'node:path';

const inBrowserFolder = (file) => file.split(path.sep).join('/').includes('/test/browser/');

/**
 * Counts the results of `jest --json`. A spec file that could not run at all counts as one failure.
 * `skippedInBrowser` counts skipped tests under test/browser, including whole files.
 */
export function countResults({
  numPassedTests,
  numFailedTests,
  numPendingTests,
  numTodoTests,
  numRuntimeErrorTestSuites,
  testResults,
}) {
  const browser = testResults
    .filter(({ name }) => inBrowserFolder(name))
    .flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: numPassedTests,
    failed: numFailedTests + numRuntimeErrorTestSuites,
    skipped: numPendingTests + numTodoTests,
    skippedInBrowser: browser.filter(({ status }) => status !== 'passed' && status !== 'failed').length,
  };
}

/** Returns the spec files of a report that failed. */
export const failedFiles = ({ testResults }) =>
  testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);

/** Counts a run of which some spec files were run again: for those, the second report counts. */
export function countWithAgain(report, again) {
  const [first, second] = [countResults(report), countResults(again)];
  const files = new Set(again.testResults.map(({ name }) => name));
  const before = report.testResults.filter(({ name }) => files.has(name));
  const replaced = before.flatMap(({ assertionResults }) => assertionResults);
  return {
    ...first,
    passed: first.passed - replaced.filter(({ status }) => status === 'passed').length + second.passed,
    failed: second.failed,
  };
}

/** The last line of `npm test`. */
export const summaryLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
