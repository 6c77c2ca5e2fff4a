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

/** The last line of `npm test`. */
export const summaryLine = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
