import { describe, expect, it } from '@jest/globals';
import { usedSchemas } from './used-schemas.js';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe('usedSchemas', () => {
  it('keeps what operations refer to, through others and in circles, and nothing else', () => {
    const schemas = {
      Sale: { properties: { show: ref('Show'), next: { anyOf: [ref('Sale'), { type: 'null' }] } } },
      Show: { type: 'object' },
      SalesQuery: { properties: { show: ref('Show') } },
    };
    const paths = { '/sales': { get: { responses: { 200: { content: { json: { schema: ref('Sale') } } } } } } };
    expect(Object.keys(usedSchemas(schemas, paths))).toEqual(['Sale', 'Show']);
  });
});
