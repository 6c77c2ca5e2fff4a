import type { Language } from '../../platform/http/language.js';
import { html } from '../../platform/pages/html.js';
import type { PlainDocument } from './plain/plain-answers.service.js';

const en = {
  title: 'E-mails about your turn',
  ask: 'Stop all e-mails about turns to this address, for every sale here? Your places in line stay as they are.',
  button: 'Stop these e-mails',
  stopped:
    'Done. This address gets no e-mails about turns for the next 30 days, whoever asks for them. Your places in line stay as they are.',
  invalid: 'This link is not valid. Please use the link in the newest e-mail.',
};
const de: typeof en = {
  title: 'E-Mails, wenn du dran bist',
  ask: 'Möchtest du alle E-Mails an diese Adresse dazu abbestellen, wann jemand dran ist? Das gilt für alle Verkäufe hier. Deine Plätze in der Schlange behältst du.',
  button: 'E-Mails abbestellen',
  stopped:
    'Erledigt. In den nächsten 30 Tagen bekommt diese Adresse keine solchen E-Mails mehr, egal wer sie anfordert. Deine Plätze in der Schlange behältst du.',
  invalid: 'Dieser Link ist ungültig. Bitte nimm den Link aus der neuesten E-Mail.',
};
const words: Record<Language, typeof en> = { en, de };

export function mailStopPage(language: Language, state: 'ask' | 'stopped' | 'invalid'): PlainDocument {
  const { title, button, ...texts } = words[language];
  const note = html`<p role="${state === 'invalid' ? 'alert' : 'status'}">${texts[state]}</p>`;
  const form = state === 'ask' && html`<form method="post"><p><button>${button}</button></p></form>`;
  return { title, body: html`<h1>${title}</h1>${note}${form}` };
}
