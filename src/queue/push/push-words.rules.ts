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
const words: Record<FanLanguage, PushWords> & Record<string, PushWords> = {
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
  nl: {
    nearlyTitle: 'Je bent bijna aan de beurt',
    nearlyBody: 'Open de pagina nu en houd haar open.',
    turnTitle: 'Je bent aan de beurt',
    turnBody: (minutes) => `Open de pagina en ga naar binnen. Je plek blijft ${minutes} min bewaard.`,
  },
  pt: {
    nearlyTitle: 'A sua vez está a chegar',
    nearlyBody: 'Abra a página agora e mantenha-a aberta.',
    turnTitle: 'É a sua vez',
    turnBody: (minutes) => `Abra a página e entre. O seu lugar fica guardado durante ${minutes} min.`,
  },
  pl: {
    nearlyTitle: 'Zaraz Twoja kolej',
    nearlyBody: 'Otwórz stronę teraz i jej nie zamykaj.',
    turnTitle: 'Twoja kolej',
    turnBody: (minutes) => `Otwórz stronę i wejdź. Miejsce czeka na Ciebie jeszcze ${minutes} min.`,
  },
  ja: {
    nearlyTitle: 'まもなくあなたの順番です',
    nearlyBody: '今すぐページを開き、そのままお待ちください。',
    turnTitle: 'あなたの順番です',
    turnBody: (minutes) => `ページを開いてお入りください。順番はあと${minutes}分間お取り置きします。`,
  },
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
