import type { PushMessage } from '../../contract/push-shapes.js';
import type { FanLanguage } from '../../contract/languages.js';
import type { PushKind } from './push.rules.js';

interface PushWords {
  nearlyTitle: string;
  nearlyBody: string;
  turnTitle: string;
  turnBody: (minutes: number) => string;
}

/** Keyed by the language in which the fan reads the page. */
const words: Record<FanLanguage, PushWords> = {
  en: {
    nearlyTitle: 'Your turn is near',
    nearlyBody: 'Open the page now and keep it open.',
    turnTitle: 'It’s your turn',
    turnBody: (minutes) => `Open the page and go in. Your place is kept for ${minutes} min.`,
  },
  de: {
    nearlyTitle: 'Du bist bald dran',
    nearlyBody: 'Öffne die Seite jetzt und lass sie offen.',
    turnTitle: 'Du bist dran',
    turnBody: (minutes) => `Öffne die Seite und geh rein. Dein Platz bleibt dir noch ${minutes} Min.`,
  },
  ar: {
    nearlyTitle: 'اقترب دورك',
    nearlyBody: 'افتح الصفحة الآن وأبقها مفتوحة.',
    turnTitle: 'حان دورك',
    turnBody: (minutes) => `افتح الصفحة وادخل. مكانك محفوظ لمدة ${minutes} د.`,
  },
  fr: {
    nearlyTitle: 'C’est bientôt votre tour',
    nearlyBody: 'Ouvrez la page maintenant et gardez-la ouverte.',
    turnTitle: 'C’est votre tour',
    turnBody: (minutes) => `Ouvrez la page et entrez. Votre place est gardée pendant ${minutes} min.`,
  },
  es: {
    nearlyTitle: 'Se acerca tu turno',
    nearlyBody: 'Abre la página ahora y mantenla abierta.',
    turnTitle: 'Es tu turno',
    turnBody: (minutes) => `Abre la página y entra. Te guardamos el sitio ${minutes} min.`,
  },
  it: {
    nearlyTitle: 'Tra poco tocca a te',
    nearlyBody: 'Apri la pagina adesso e lasciala aperta.',
    turnTitle: 'Tocca a te',
    turnBody: (minutes) => `Apri la pagina ed entra. Il tuo posto in coda è tuo per ${minutes} min.`,
  },
};

/** Names the link that ends mails about turns. */
export const stopWords: Record<FanLanguage, string> = {
  en: 'Stop these e-mails',
  de: 'E-Mails abbestellen',
  ar: 'إيقاف هذه الرسائل',
  fr: 'Ne plus recevoir ces e-mails',
  es: 'Dejar de recibir estos correos',
  it: 'Non ricevere più queste e-mail',
};

/** Builds the message that the fan's device shows. @param keptMinutes how long a missed turn can still be taken */
export function pushMessage(
  kind: PushKind,
  { language, show, slug }: { language: FanLanguage; show: string; slug: string },
  keptMinutes: number,
): PushMessage {
  const { nearlyTitle, nearlyBody, turnTitle, turnBody } = words[language];
  const title = kind === 'nearly' ? nearlyTitle : turnTitle;
  return {
    kind,
    title: `${title} · ${show}`,
    body: kind === 'nearly' ? nearlyBody : turnBody(keptMinutes),
    path: `/s/${slug}/line`,
  };
}
