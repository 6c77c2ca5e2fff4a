import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const BINARY = /\.(png|jpe?g|gif|ico|woff2?|pdf|zip|gz)$/;

const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && !BINARY.test(file));

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // deleted in the work tree, but not yet committed
  }
};

// obfuscated so that this file does not match itself
const machinePath = new RegExp(String.raw`(^|[\s"'\`(=:])/(wo[r]k|ro[o]t|home/\w+|tmp/br[i]ef)/`);

describe('the repository', () => {
  it('names no folder of the machine that it was written on', () => {
    const named = tracked.filter((file) => machinePath.test(textOf(file)));
    expect(named).toEqual([]);
  });

  it('keeps no secret file, no build result and no data', () => {
    const kept = tracked.filter((file) => /(^|\/)(\.env|dist|node_modules|\.ropeline)(\/|$)/.test(file));
    expect(kept).toEqual([]);
  });
});
