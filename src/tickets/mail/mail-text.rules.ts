import type { ShowShape } from '../../contract/shapes.js';
import { type DocumentLanguage, documentWords } from '../document-words.rules.js';
import { moneyText, showTime } from '../formats.rules.js';
import type { ToldKind } from './mails.repository.js';

export interface MailContent {
  kind: ToldKind;
  language: DocumentLanguage;
  buyerName: string;
  show: ShowShape;
  /** Id of the order, or of the ticket if the recipient did not buy it. */
  id: string;
  /** Labels of the order's tickets. */
  labels: readonly string[];
  /** null if the recipient did not buy it. */
  total: { amount: number; currency: string } | null;
  refunded: { amount: number; currency: string };
  /** Another shop sold it and holds the money. */
  isPartners: boolean;
  /** Name of the ticket's giver, or of its new holder. */
  otherName: string;
  /** Grants access to the order or ticket to anyone who has it. */
  link: string;
}
export interface MailText {
  subject: string;
  text: string;
  html: string;
}

interface MailWords {
  subject: Record<ToldKind, (show: string) => string>;
  hello: (name: string) => string;
  lead: Record<ToldKind, (refunded: string, otherName: string) => string>;
  /** `canceled` if another shop holds the money. */
  canceledElsewhere: string;
  open: string;
  /** `open` for holders of a ticket from another buyer's order. */
  openTicket: string;
  keep: string;
}

const en: MailWords = {
  subject: {
    paid: (show) => `Your tickets for ${show}`,
    resent: (show) => `Your tickets for ${show}`,
    refunded: (show) => `Your refund for ${show}`,
    canceled: (show) => `Your order for ${show} was canceled`,
    transferred: (show) => `A ticket for ${show} is yours`,
    passed_on: (show) => `You transferred a ticket for ${show}`,
    voided: (show) => `Your ticket for ${show} is no longer valid`,
  },
  hello: (name) => `Hello ${name},`,
  lead: {
    paid: () => 'Thank you. Your order is paid, and these are your tickets:',
    resent: () => 'Here are your tickets once more:',
    refunded: (refunded) =>
      `We have refunded ${refunded} to the card you paid with. Your bank may take a few days to show it.`,
    canceled: () => 'Your order was canceled. No money was taken, and the tickets have been released.',
    transferred: (_refunded, giver) =>
      `${giver} has transferred a ticket to you. It is yours now, with a code of its own; the code they had is refused at the door.`,
    passed_on: (_refunded, holder) =>
      `This ticket now belongs to ${holder}, and your code for it is no longer valid. If that was not you, please tell the promoter at once.`,
    voided: () =>
      'The ticket that was transferred to you is no longer valid: its order was refunded or the show was canceled. The money goes to whoever bought it; please ask them.',
  },
  canceledElsewhere:
    'Your order was canceled, and its tickets are no longer valid. The shop that sold it to you has your money: please ask there for your refund.',
  open: 'Open your order',
  openTicket: 'Open your ticket',
  keep: 'Keep this link to yourself: whoever has it has your tickets.',
};

const de: MailWords = {
  subject: {
    paid: (show) => `Ihre Tickets für ${show}`,
    resent: (show) => `Ihre Tickets für ${show}`,
    refunded: (show) => `Ihre Erstattung für ${show}`,
    canceled: (show) => `Ihre Bestellung für ${show} wurde storniert`,
    transferred: (show) => `Ein Ticket für ${show} gehört Ihnen`,
    passed_on: (show) => `Sie haben ein Ticket für ${show} übertragen`,
    voided: (show) => `Ihr Ticket für ${show} ist nicht mehr gültig`,
  },
  hello: (name) => `Guten Tag ${name},`,
  lead: {
    paid: () => 'vielen Dank. Ihre Bestellung ist bezahlt, und das sind Ihre Tickets:',
    resent: () => 'hier sind noch einmal Ihre Tickets:',
    refunded: (refunded) =>
      `wir haben Ihnen ${refunded} auf die Karte erstattet, mit der Sie bezahlt haben. Bis Ihre Bank die Erstattung anzeigt, können einige Tage vergehen.`,
    canceled: () => 'Ihre Bestellung wurde storniert. Es wurde kein Geld eingezogen, und die Tickets sind wieder frei.',
    transferred: (_refunded, giver) =>
      `${giver} hat ein Ticket auf Sie übertragen. Es gehört jetzt Ihnen und hat einen eigenen Code; der bisherige wird am Einlass abgewiesen.`,
    passed_on: (_refunded, holder) =>
      `dieses Ticket gehört jetzt ${holder}, Ihr Code dafür gilt nicht mehr. Falls Sie das nicht waren, melden Sie sich bitte sofort beim Veranstalter.`,
    voided: () =>
      'das auf Sie übertragene Ticket gilt nicht mehr: Die Bestellung wurde erstattet, oder die Veranstaltung fällt aus. Das Geld bekommt, wer das Ticket gekauft hat; bitte wenden Sie sich dorthin.',
  },
  canceledElsewhere:
    'Ihre Bestellung wurde storniert, die Tickets sind nicht mehr gültig. Ihr Geld hat der Shop, bei dem Sie gekauft haben: Bitte wenden Sie sich wegen der Erstattung dorthin.',
  open: 'Bestellung öffnen',
  openTicket: 'Ticket öffnen',
  keep: 'Geben Sie diesen Link nicht weiter: Wer ihn hat, hat Ihre Tickets.',
};

const all: Record<DocumentLanguage, MailWords> = { en, de };
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
export const line = (text: string): string => text.replace(CONTROL, ' ').trim();

/** Renders a mail as plain text and HTML. @param escapeHtml makes a text safe inside an element or attribute */
export function mailText(content: MailContent, escapeHtml: (text: string) => string): MailText {
  const { kind, language, show, total, refunded, labels, link } = content;
  const words = all[language];
  const { locale, order } = documentWords(language);
  const open = total === null ? words.openTicket : words.open;
  const money = (value: { amount: number; currency: string }): string => moneyText(value, locale);
  const hello = words.hello(line(content.buyerName));
  const lead =
    kind === 'canceled' && content.isPartners
      ? words.canceledElsewhere
      : words.lead[kind](money(refunded), line(content.otherName));
  const facts = [line(show.name), showTime(show, locale), line(show.venue), ...labels.map(line)];
  const end = [total === null ? `Ticket ${content.id}` : `${order} ${content.id} · ${money(total)}`];
  const text = [hello, lead, facts.join('\n'), `${open}: ${link}`, words.keep, ...end].join('\n\n');
  const html = mailPage(language, [
    ...[hello, lead].map((each) => `<p>${escapeHtml(each)}</p>`),
    `<p>${facts.map((fact, index) => (index === 0 ? `<strong>${escapeHtml(fact)}</strong>` : escapeHtml(fact))).join('<br>')}</p>`,
    mailButton(open, link, escapeHtml),
    ...[words.keep, ...end].map((each) => mailNote(each, escapeHtml)),
  ]);
  return { subject: words.subject[kind](line(show.name)), text: `${text}\n`, html };
}

type Escape = (text: string) => string;

export const mailPage = (language: DocumentLanguage, parts: readonly string[]): string =>
  [
    `<!doctype html><html lang="${language}"><body style="margin:0;padding:24px;background:#FBF7F2;color:#221A24;font:16px/1.5 system-ui,sans-serif">`,
    '<div style="max-width:36em;margin:0 auto;padding:24px;background:#FFFFFF;border:1px solid #E4DBD2;border-radius:12px">',
    ...parts,
    '</div></body></html>',
  ].join('\n');

export const mailButton = (label: string, link: string, escapeHtml: Escape): string =>
  `<p><a href="${escapeHtml(link)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#8C1D40;color:#FFFFFF">${escapeHtml(label)}</a></p>`;

export const mailNote = (text: string, escapeHtml: Escape): string =>
  `<p style="color:#665C69;font-size:14px">${escapeHtml(text)}</p>`;
