import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { webhookCatalogue } from '../../src/contract/partners/webhook-catalogue.js';
import { verifyExamples, webhookTerms } from '../../src/contract/partners/webhook-guide.js';
import { PAUSES_MS } from '../../src/partners/delivery/delivery.rules.js';

describe('docs/webhooks.md', () => {
  const page = readFileSync('docs/webhooks.md', 'utf8');
  const [, ...parts] = page.slice(page.indexOf('## Catalogue')).split(/^### /m);
  const sections = new Map(parts.map((part) => [/^`([^`]+)`/.exec(part)?.[1], part]));

  it('says what the API page says of retries, secrets and versions, and has its examples', () => {
    const inOneLine = (text: string): string => text.replace(/\s+/g, ' ');
    for (const term of Object.values(webhookTerms)) expect(inOneLine(page)).toContain(inOneLine(term));
    for (const example of verifyExamples) expect(page).toContain(example);
  });

  it('names each pause between tries', () => {
    const words = PAUSES_MS.map((ms) => {
      const seconds = ms / 1_000;
      if (seconds < 60) return `${seconds} s`;
      return seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;
    });
    expect(webhookTerms.retries).toContain(`${words.slice(0, -1).join(', ')} and ${words.at(-1)} (`);
  });

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
