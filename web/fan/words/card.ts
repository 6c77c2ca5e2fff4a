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
const known: Record<string, typeof en> = { en, de, ar };

export const cardWords = (code: string): typeof en => known[code] ?? en;
