import { describe, expect, it } from '@jest/globals';
import { csvCell, csvRow } from './csv.rules.js';

describe('a CSV cell', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('is text where a spreadsheet would run it: %j', (value) => {
    expect(csvCell(value).replaceAll('"', '').startsWith("'")).toBe(true);
  });

  it('is quoted where it holds what separates cells', () => {
    expect(csvRow(['a,b', 'say "x"', 'two\nlines', 'plain'])).toBe('"a,b","say ""x""","two\nlines",plain\r\n');
    expect(csvCell('=HYPERLINK("x","y")')).toBe('"\'=HYPERLINK(""x"",""y"")"');
  });
});
