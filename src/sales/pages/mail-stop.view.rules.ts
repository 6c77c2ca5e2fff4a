import type { FanLanguage } from '../../contract/languages.js';
import { html } from '../../platform/pages/html.js';
import { wordsIn } from '../../words/all.js';
import type { PlainDocument } from './plain/plain-answers.service.js';

export function mailStopPage(language: FanLanguage, state: 'ask' | 'stopped' | 'invalid'): PlainDocument {
  const { title, button, ...texts } = wordsIn(language).server.mailStop;
  const note = html`<p role="${state === 'invalid' ? 'alert' : 'status'}">${texts[state]}</p>`;
  const form = state === 'ask' && html`<form method="post"><p><button>${button}</button></p></form>`;
  return { title, body: html`<h1>${title}</h1>${note}${form}` };
}
