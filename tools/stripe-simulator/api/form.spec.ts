import { describe, expect, it } from '@jest/globals';
import { parseForm } from './form.js';

function tree(text: string): unknown {
  const result = parseForm(text);
  if (result.kind === 'malformed') throw new Error(result.reason);
  return JSON.parse(JSON.stringify(result.tree));
}

describe('parseForm', () => {
  it('reads nested names and lists as the SDK writes them', () => {
    expect(tree('amount=4500&metadata[order]=ord_1&automatic_payment_methods[enabled]=true')).toEqual({
      amount: '4500',
      metadata: { order: 'ord_1' },
      automatic_payment_methods: { enabled: 'true' },
    });
    expect(tree('expand[0]=a&expand[1]=b')).toEqual({ expand: { 0: 'a', 1: 'b' } });
    expect(tree('expand[]=a&expand[]=b')).toEqual({ expand: { 0: 'a', 1: 'b' } });
  });

  it('decodes escapes and plus signs in names and values', () => {
    expect(tree('metadata%5Bk%20y%5D=a%26b+c')).toEqual({ metadata: { 'k y': 'a&b c' } });
  });

  it('takes names of Object.prototype as ordinary names', () => {
    const result = parseForm('__proto__[polluted]=yes&constructor=x');
    expect(result.kind).toBe('form');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each(['a[b=1', '[a]=1', 'a=1&a[b]=2', 'a=%zz', '=1', 'a[b][c][d][e][f][g]=1'])('refuses %s', (text) => {
    expect(parseForm(text).kind).toBe('malformed');
  });

  it('refuses more parameters than any call needs', () => {
    expect(parseForm('a=1&'.repeat(1_001)).kind).toBe('malformed');
  });
});
