import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { webhookCatalogue } from '../../src/contract/webhook-catalogue.js';

describe('docs/webhooks.md', () => {
  const page = readFileSync('docs/webhooks.md', 'utf8');
  const [, ...parts] = page.slice(page.indexOf('## Catalogue')).split(/^### /m);
  const sections = new Map(parts.map((part) => [/^`([^`]+)`/.exec(part)?.[1], part]));

  it('has every event type and no other', () => {
    expect([...sections.keys()].sort()).toEqual(Object.keys(webhookCatalogue).sort());
  });
  it.each(Object.entries(webhookCatalogue))('says of %s when it is sent, with its example', (type, entry) => {
    const section = sections.get(type) ?? '';
    expect(section).toContain(entry.when);
    const example = /```json\n([\s\S]*?)```/.exec(section)?.[1];
    expect(JSON.parse(example ?? '{}')).toEqual(entry.example);
  });
});
