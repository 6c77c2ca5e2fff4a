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
const known: Record<string, typeof en> = { en, de, ar, es, fr, it };

export const cardWords = (code: string): typeof en => known[code] ?? en;
