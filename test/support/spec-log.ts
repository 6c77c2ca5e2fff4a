import { loggerOf } from '../../src/platform/logs/logger.js';

/** Filled by test/support/environment.mjs: shown only with a spec file that fails, because specs provoke errors. */
declare const logOfFile: string[];

const MOST_LINES = 1_000;

/** Where the nodes of a spec file log. */
export const specLog = {
  write: (line: string): void => {
    if (logOfFile.length < MOST_LINES) logOfFile.push(line);
  },
};

/** The same, for what specs construct without a node. */
export const specLogger = loggerOf({ logLevel: 'error', nodeId: 'spec' }, specLog);
