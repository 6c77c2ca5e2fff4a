import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import path from 'node:path';
import { actionCodes, actionWords } from './action-words.js';

describe('the words of the log', () => {
  it('are of actions that the code records: none stands for nothing', () => {
    const source = fs
      .readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/\.spec\.|generated|action-words/.test(name))
      .map((name) => fs.readFileSync(path.join('src', name), 'utf8'))
      .join('\n');
    // the type of AuditService.record refuses any other action; those of a life are made of a verb or a state
    const isWritten = (code: string): boolean => {
      const [, made, verb] = /^(sale|approval)\.(\w+)$/.exec(code) ?? [];
      return source.includes(`'${code}'`) || (source.includes(`\`${made}.\${`) && source.includes(`'${verb}'`));
    };
    expect(actionCodes.filter((code) => !isWritten(code))).toEqual([]);
  });
  it('say an unknown code as it is', () => {
    expect(actionWords('sale.dance_all-night')).toBe('sale dance all night');
    expect(actionWords('toString')).toBe('toString');
  });
});
