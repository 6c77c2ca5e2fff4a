import type { ShowShape } from '../../contract/shapes.js';
import { type DocumentLanguage, documentWords, showTime } from '../document-words.rules.js';
import type { MailKind } from './mails.repository.js';

export interface MailContent {
  kind: MailKind;
  language: DocumentLanguage;
  buyerName: string;
  show: ShowShape;
  orderId: string;
  /** Labels of the order's tickets. */
  labels: readonly string[];
  total: { amount: number; currency: string };
  refunded: { amount: number; currency: string };
  /** Another shop sold it and has the money. */
  isPartners: boolean;
  /** Opens the order; whoever has it has the tickets. */
  link: string;
}
export interface MailText {
  subject: string;
  text: string;
  html: string;
}

interface MailWords {
  subject: Record<MailKind, (show: string) => string>;
  hello: (name: string) => string;
  lead: Record<MailKind, (refunded: string) => string>;
  /** `canceled` where another shop has the money. */
  canceledElsewhere: string;
  open: string;
  keep: string;
}

const en: MailWords = {
  subject: {
    paid: (show) => `Your tickets for ${show}`,
    resent: (show) => `Your tickets for ${show}`,
    refunded: (show) => `Your refund for ${show}`,
    canceled: (show) => `Your order for ${show} was canceled`,
  },
  hello: (name) => `Hello ${name},`,
  lead: {
    paid: () => 'Thank you. Your order is paid, and these are your tickets:',
    resent: () => 'Here are your tickets once more:',
    refunded: (refunded) =>
      `We have refunded ${refunded} to the card you paid with. Your bank may take a few days to show it.`,
    canceled: () => 'Your order was canceled. No money was taken, and the tickets have been released.',
  },
  canceledElsewhere:
    'Your order was canceled, and its tickets are no longer valid. The shop that sold it to you has your money: please ask there for your refund.',
  open: 'Open your order',
  keep: 'Keep this link to yourself: whoever has it has your tickets.',
};

const de: MailWords = {
  subject: {
    paid: (show) => `Ihre Tickets für ${show}`,
    resent: (show) => `Ihre Tickets für ${show}`,
    refunded: (show) => `Ihre Erstattung für ${show}`,
    canceled: (show) => `Ihre Bestellung für ${show} wurde storniert`,
  },
  hello: (name) => `Guten Tag ${name},`,
  lead: {
    paid: () => 'vielen Dank. Ihre Bestellung ist bezahlt, und das sind Ihre Tickets:',
    resent: () => 'hier sind noch einmal Ihre Tickets:',
    refunded: (refunded) =>
      `wir haben Ihnen ${refunded} auf die Karte erstattet, mit der Sie bezahlt haben. Bis Ihre Bank die Erstattung anzeigt, können einige Tage vergehen.`,
    canceled: () => 'Ihre Bestellung wurde storniert. Es wurde kein Geld eingezogen, und die Tickets sind wieder frei.',
  },
  canceledElsewhere:
    'Ihre Bestellung wurde storniert, die Tickets sind nicht mehr gültig. Ihr Geld hat der Shop, bei dem Sie gekauft haben: Bitte wenden Sie sich wegen der Erstattung dorthin.',
  open: 'Bestellung öffnen',
  keep: 'Geben Sie diesen Link nicht weiter: Wer ihn hat, hat Ihre Tickets.',
};

const all: Record<DocumentLanguage, MailWords> = { en, de };
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const line = (text: string): string => text.replace(CONTROL, ' ').trim();

/** The same words as plain text and as HTML. @param escapeHtml what makes a text safe inside an element or attribute */
export function mailText(content: MailContent, escapeHtml: (text: string) => string): MailText {
  const { kind, language, show, total, refunded, labels, orderId, link } = content;
  const words = all[language];
  const { locale, order } = documentWords(language);
  const money = (value: { amount: number; currency: string }): string => moneyText(value, locale);
  const hello = words.hello(line(content.buyerName));
  const lead = kind === 'canceled' && content.isPartners ? words.canceledElsewhere : words.lead[kind](money(refunded));
  const facts = [line(show.name), showTime(show, locale), line(show.venue), ...labels.map(line)];
  const end = [`${order} ${orderId} · ${money(total)}`];
  const text = [hello, lead, facts.join('\n'), `${words.open}: ${link}`, words.keep, ...end].join('\n\n');
  const html = [
    `<!doctype html><html lang="${language}"><body style="margin:0;padding:24px;background:#FBF7F2;color:#221A24;font:16px/1.5 system-ui,sans-serif">`,
    '<div style="max-width:36em;margin:0 auto;padding:24px;background:#FFFFFF;border:1px solid #E4DBD2;border-radius:12px">',
    ...[hello, lead].map((each) => `<p>${escapeHtml(each)}</p>`),
    `<p>${facts.map((fact, index) => (index === 0 ? `<strong>${escapeHtml(fact)}</strong>` : escapeHtml(fact))).join('<br>')}</p>`,
    `<p><a href="${escapeHtml(link)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#8C1D40;color:#FFFFFF">${escapeHtml(words.open)}</a></p>`,
    ...[words.keep, ...end].map((each) => `<p style="color:#665C69;font-size:14px">${escapeHtml(each)}</p>`),
    '</div></body></html>',
  ].join('\n');
  return { subject: words.subject[kind](line(show.name)), text: `${text}\n`, html };
}

function moneyText({ amount, currency }: { amount: number; currency: string }, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
