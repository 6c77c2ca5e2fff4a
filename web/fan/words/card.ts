import { type FanLanguage, fanLanguageOf } from '../../../src/contract/languages.js';

/** Words of the check of a card, apart from the others because few sales ask for one. */
const en = {
  why: 'One place per person: your bank checks your card first. Nothing is charged, and we don’t keep the card.',
  begin: 'Check my card',
  checking: 'Checking …',
  check: 'Check this card',
  declined: 'The bank did not accept this card. Nothing was charged. Try another one.',
  failed: 'The card form could not be loaded. Nothing was charged. Reload the page.',
};
const de: typeof en = {
  why: 'Ein Platz pro Person: Deine Bank prüft zuerst deine Karte. Es wird nichts abgebucht, und wir speichern die Karte nicht.',
  begin: 'Meine Karte prüfen',
  checking: 'Wird geprüft …',
  check: 'Diese Karte prüfen',
  declined: 'Die Bank hat diese Karte nicht angenommen. Es wurde nichts abgebucht. Versuche eine andere.',
  failed: 'Das Kartenformular konnte nicht geladen werden. Es wurde nichts abgebucht. Lade die Seite neu.',
};
const ar: typeof en = {
  why: 'مكان واحد لكل شخص: يتحقق مصرفك من بطاقتك أولًا. لا يُخصم شيء، ولا نحتفظ بالبطاقة.',
  begin: 'تحقق من بطاقتي',
  checking: 'جارٍ التحقق …',
  check: 'تحقق من هذه البطاقة',
  declined: 'لم يقبل المصرف هذه البطاقة. لم يُخصم شيء. جرّب بطاقة أخرى.',
  failed: 'تعذّر تحميل نموذج البطاقة. لم يُخصم شيء. أعد تحميل الصفحة.',
};
const es: typeof en = {
  why: 'Un sitio por persona: tu banco comprueba antes tu tarjeta. No se cobra nada y no guardamos la tarjeta.',
  begin: 'Comprobar mi tarjeta',
  checking: 'Comprobando…',
  check: 'Comprobar esta tarjeta',
  declined: 'El banco no ha aceptado esta tarjeta. No se ha cobrado nada. Prueba con otra.',
  failed: 'No se ha podido cargar el formulario de la tarjeta. No se ha cobrado nada. Recarga la página.',
};
const fr: typeof en = {
  why: 'Une place par personne : votre banque vérifie d’abord votre carte. Rien n’est débité, et nous ne gardons pas la carte.',
  begin: 'Vérifier ma carte',
  checking: 'Vérification …',
  check: 'Vérifier cette carte',
  declined: 'La banque n’a pas accepté cette carte. Rien n’a été débité. Essayez-en une autre.',
  failed: 'Le formulaire de carte n’a pas pu être chargé. Rien n’a été débité. Rechargez la page.',
};
const it: typeof en = {
  why: 'Un posto a persona: prima la tua banca controlla la carta. Nulla viene addebitato, e non conserviamo la carta.',
  begin: 'Controlla la mia carta',
  checking: 'Controllo in corso…',
  check: 'Controlla questa carta',
  declined: 'La banca non ha accettato questa carta. Nulla è stato addebitato. Provane un’altra.',
  failed: 'Il modulo della carta non si è caricato. Nulla è stato addebitato. Ricarica la pagina.',
};
const ja: typeof en = {
  why: 'お一人様1つの順番です。まず銀行がカードを確認します。請求はなく、カードは保存しません。',
  begin: 'カードを確認する',
  checking: '確認しています…',
  check: 'このカードを確認する',
  declined: '銀行がこのカードを受け付けませんでした。請求はありません。別のカードをお試しください。',
  failed: 'カードの入力画面を読み込めませんでした。請求はありません。ページを再読み込みしてください。',
};
const nl: typeof en = {
  why: 'Eén plaats per persoon: je bank controleert eerst je kaart. Er wordt niets afgeschreven, en we bewaren de kaart niet.',
  begin: 'Controleer mijn kaart',
  checking: 'Controleren …',
  check: 'Controleer deze kaart',
  declined: 'De bank heeft deze kaart niet geaccepteerd. Er is niets afgeschreven. Probeer een andere.',
  failed: 'Het kaartformulier kon niet worden geladen. Er is niets afgeschreven. Herlaad de pagina.',
};
const pl: typeof en = {
  why: 'Jedno miejsce na osobę: najpierw bank sprawdza Twoją kartę. Niczego nie pobieramy i nie przechowujemy karty.',
  begin: 'Sprawdź moją kartę',
  checking: 'Sprawdzamy …',
  check: 'Sprawdź tę kartę',
  declined: 'Bank nie przyjął tej karty. Niczego nie pobrano. Spróbuj innej.',
  failed: 'Nie udało się wczytać formularza karty. Niczego nie pobrano. Odśwież stronę.',
};
const pt: typeof en = {
  why: 'Um lugar por pessoa: primeiro o seu banco verifica o cartão. Nada é cobrado, e não guardamos o cartão.',
  begin: 'Verificar meu cartão',
  checking: 'Verificando …',
  check: 'Verificar este cartão',
  declined: 'O banco não aceitou este cartão. Nada foi cobrado. Tente outro.',
  failed: 'O formulário do cartão não pôde ser carregado. Nada foi cobrado. Recarregue a página.',
};
const known: Record<FanLanguage, typeof en> = { en, de, ar, es, fr, it, ja, nl, pl, pt };

export const cardWords = (code: string): typeof en => known[fanLanguageOf([code])];
