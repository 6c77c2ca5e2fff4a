import { type Language, languageOf, languages } from '../platform/http/language.js';

/** Words of PDFs, calendars and mails. Pages of fans have words of their own. */
export const documentLanguages = languages;
export type DocumentLanguage = Language;

const en = {
  locale: 'en-GB',
  ticket: (n: number, of: number) => `Ticket ${n} of ${of}`,
  order: 'Order',
  name: 'Name',
  demo: 'DEMO: not valid for entry',
  print: 'Show this code at the door, on paper or on your phone. It admits one person, once.',
  localTime: (text: string, zone: string) => `Starts ${text} (${zone})`,
};
export type DocumentWords = typeof en;

const de: DocumentWords = {
  locale: 'de-DE',
  ticket: (n, of) => `Ticket ${n} von ${of}`,
  order: 'Bestellung',
  name: 'Name',
  demo: 'DEMO: berechtigt nicht zum Einlass',
  print: 'Zeigen Sie diesen Code am Einlass, auf Papier oder auf dem Handy. Er gilt einmal für eine Person.',
  localTime: (text, zone) => `Beginn: ${text} (${zone})`,
};

const all: Record<DocumentLanguage, DocumentWords> = { en, de };
export const documentWords = (language: DocumentLanguage): DocumentWords => all[language];

export const documentLanguageOf = languageOf;
