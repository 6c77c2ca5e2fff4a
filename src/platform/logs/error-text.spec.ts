import { describe, expect, it } from '@jest/globals';
import { failureText } from './error-text.js';

describe('the text of a failed try', () => {
  it('is one line that says what happened where a store is away, and has the stack otherwise', () => {
    const slow = 'canceling statement due to statement timeout';
    const error = new Error(
      `\nInvalid \`prisma.order.findMany()\` invocation:\n\n\nRaw query failed. Code: \`57014\`. Message: \`${slow}\`\n`,
    );
    expect(failureText(error)).toBe(`a store is away (Raw query failed. Code: \`57014\`. Message: \`${slow}\`)`);
    expect(failureText(new Error('ours'))).toMatch(/^Error: ours\n {4}at /);
    expect(failureText('text')).toBe('text');
  });
});
