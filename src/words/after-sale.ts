import { type FanLanguage, fanLanguageOf } from '../contract/languages.js';
import { countingIn, type Forms } from './plurals.js';

/** Numbers of tickets, by the rules of the language. */
const ticketsIn = (locale: string, forms: Forms) => (n: number) => countingIn(locale).some(n, forms);

const enTickets = ticketsIn('en-GB', { one: 'ticket', other: 'tickets' });
/** What becomes of tickets and money after the sale, or of a payment that lasts; apart from the other words because few orders come to it. */
const en = {
  payOtherwise: 'Pay another way',
  refundOnWay: (amount: string) => `${amount} is on its way back to you.`,
  refundStuck: (amount: string) =>
    `${amount} could not be given back yet. The seller has been told. If you hear nothing, ask them and quote this order.`,
  lost: (n: number) => `No longer valid: ${enTickets(n)} of this order.`,
  given: {
    title: 'You have passed on your tickets',
    text: 'They belong to others now. If they are refunded, the money still comes back to you.',
  },
  taken: {
    title: 'These tickets are no longer valid',
    text: 'They were refunded, or taken back. If you don’t know why, ask the seller and quote this order.',
  },
  disputed:
    'The payment for these tickets is disputed. Until that is settled, they don’t open the door. If you paid and did not mean to dispute it, tell your bank; otherwise ask the seller.',
  changedSince: 'Changed since you ordered',
  changedSinceHeld: 'Changed since the ticket became yours',
};
const arTickets = ticketsIn('ar-u-nu-latn', {
  one: 'تذكرة واحدة',
  two: 'تذكرتان',
  few: 'تذاكر',
  many: 'تذكرة',
  other: 'تذكرة',
});
const ar: typeof en = {
  payOtherwise: 'الدفع بطريقة أخرى',
  refundOnWay: (amount) => `${amount} في الطريق إليك.`,
  refundStuck: (amount) =>
    `تعذّرت إعادة ${amount} حتى الآن. البائع على علم بذلك. إن لم يصلك خبر فاسأله واذكر هذا الطلب.`,
  lost: (n) => `لم تعد صالحة من هذا الطلب: ${arTickets(n)}.`,
  given: { title: 'نقلتَ تذاكرك إلى غيرك', text: 'أصبحت لغيرك. وإن استُرد ثمنها فالمال يعود إليك.' },
  taken: {
    title: 'لم تعد هذه التذاكر صالحة',
    text: 'استُرد ثمنها أو سُحبت. إن لم تعرف السبب فاسأل البائع واذكر هذا الطلب.',
  },
  disputed:
    'الدفع مقابل هذه التذاكر محل نزاع. لا تفتح الباب حتى يُحل. إن كنت أنت من دفع ولم تقصد الاعتراض فأخبر مصرفك، وإلا فاسأل البائع.',
  changedSince: 'تغيّر منذ طلبك',
  changedSinceHeld: 'تغيّر منذ أن صارت التذكرة لك',
};
const deTickets = ticketsIn('de-DE', { one: 'Ticket', other: 'Tickets' });
const de: typeof en = {
  payOtherwise: 'Anders bezahlen',
  refundOnWay: (amount) => `${amount} sind auf dem Weg zurück zu dir.`,
  refundStuck: (amount) =>
    `${amount} konnten noch nicht erstattet werden. Der Veranstalter weiß davon. Wenn du nichts hörst, frag dort nach und nenne diese Bestellung.`,
  lost: (n) => `Nicht mehr gültig: ${deTickets(n)} dieser Bestellung.`,
  given: {
    title: 'Du hast deine Tickets weitergegeben',
    text: 'Sie gehören jetzt anderen. Wird etwas erstattet, bekommst weiterhin du das Geld.',
  },
  taken: {
    title: 'Diese Tickets sind nicht mehr gültig',
    text: 'Sie wurden erstattet oder zurückgenommen. Wenn du nicht weißt, warum, frag den Veranstalter und nenne diese Bestellung.',
  },
  disputed:
    'Die Zahlung für diese Tickets ist strittig. Bis das geklärt ist, öffnen sie die Tür nicht. Wenn du bezahlt hast und das nicht wolltest, sag es deiner Bank; sonst frag den Veranstalter.',
  changedSince: 'Seit deiner Bestellung geändert',
  changedSinceHeld: 'Geändert, seit das Ticket dir gehört',
};
const esTickets = ticketsIn('es-ES', { one: 'entrada', other: 'entradas' });
const es: typeof en = {
  payOtherwise: 'Pagar de otra forma',
  refundOnWay: (amount) => `${amount} están en camino de vuelta a ti.`,
  refundStuck: (amount) =>
    `${amount} aún no se han podido devolver. El vendedor lo sabe. Si no recibes noticias, pregúntale e indica este pedido.`,
  lost: (n) => `Ya no valen: ${esTickets(n)} de este pedido.`,
  given: {
    title: 'Has pasado tus entradas a otras personas',
    text: 'Ahora son de otras personas. Si se reembolsan, el dinero te sigue llegando a ti.',
  },
  taken: {
    title: 'Estas entradas ya no valen',
    text: 'Se reembolsaron o se retiraron. Si no sabes por qué, pregunta al vendedor e indica este pedido.',
  },
  disputed:
    'El pago de estas entradas está en disputa. Hasta que se resuelva, no abren la puerta. Si pagaste y no querías reclamarlo, díselo a tu banco; si no, pregunta al vendedor.',
  changedSince: 'Ha cambiado desde tu pedido',
  changedSinceHeld: 'Ha cambiado desde que la entrada es tuya',
};
const frTickets = ticketsIn('fr-FR', { one: 'billet', other: 'billets' });
const fr: typeof en = {
  payOtherwise: 'Payer autrement',
  refundOnWay: (amount) => `${amount} sont en route vers vous.`,
  refundStuck: (amount) =>
    `${amount} n’ont pas encore pu être remboursés. Le vendeur en est informé. Sans nouvelles, demandez-lui en citant cette commande.`,
  lost: (n) => `Ne sont plus valables : ${frTickets(n)} de cette commande.`,
  given: {
    title: 'Vous avez transmis vos billets',
    text: 'Ils appartiennent maintenant à d’autres. En cas de remboursement, l’argent vous revient toujours.',
  },
  taken: {
    title: 'Ces billets ne sont plus valables',
    text: 'Ils ont été remboursés ou repris. Si vous ne savez pas pourquoi, demandez au vendeur en citant cette commande.',
  },
  disputed:
    'Le paiement de ces billets est contesté. Tant que ce n’est pas réglé, ils n’ouvrent pas la porte. Si vous avez payé sans vouloir le contester, dites-le à votre banque ; sinon, demandez au vendeur.',
  changedSince: 'Modifié depuis votre commande',
  changedSinceHeld: 'Modifié depuis que le billet est à vous',
};
const itTickets = ticketsIn('it-IT', { one: 'biglietto', other: 'biglietti' });
const it: typeof en = {
  payOtherwise: 'Paga in un altro modo',
  refundOnWay: (amount) => `${amount} stanno tornando a te.`,
  refundStuck: (amount) =>
    `Non è stato ancora possibile rimborsare ${amount}. Il venditore lo sa. Se non ricevi notizie, chiedi indicando questo ordine.`,
  lost: (n) => `Non più validi: ${itTickets(n)} di questo ordine.`,
  given: {
    title: 'Hai passato i tuoi biglietti ad altri',
    text: 'Ora appartengono ad altri. Se vengono rimborsati, il denaro torna comunque a te.',
  },
  taken: {
    title: 'Questi biglietti non sono più validi',
    text: 'Sono stati rimborsati o ritirati. Se non sai perché, chiedi al venditore indicando questo ordine.',
  },
  disputed:
    'Il pagamento di questi biglietti è contestato. Finché non si risolve, non aprono la porta. Se hai pagato e non volevi contestarlo, dillo alla tua banca; altrimenti chiedi al venditore.',
  changedSince: 'Cambiato dopo il tuo ordine',
  changedSinceHeld: 'Cambiato da quando il biglietto è tuo',
};
const jaTickets = ticketsIn('ja-JP', { other: '枚' });
const ja: typeof en = {
  payOtherwise: '別の方法で支払う',
  refundOnWay: (amount) => `${amount}を返金しています。`,
  refundStuck: (amount) =>
    `${amount}をまだ返金できていません。販売者には伝わっています。連絡がない場合は、この注文番号を添えてお問い合わせください。`,
  lost: (n) => `このご注文のうち無効：${jaTickets(n)}`,
  given: {
    title: 'チケットをすべて譲りました',
    text: '今は他の方のものです。払い戻しがある場合、代金はあなたに戻ります。',
  },
  taken: {
    title: 'これらのチケットは無効になりました',
    text: '払い戻し、または取り消しによるものです。お心当たりがない場合は、この注文番号を添えて販売者にお問い合わせください。',
  },
  disputed:
    'このチケットの支払いに異議が申し立てられています。解決するまで入場できません。お支払いになった方で申し立てに心当たりがない場合は銀行へ、それ以外の方は販売者へご連絡ください。',
  changedSince: 'ご注文後の変更',
  changedSinceHeld: 'チケットを受け取った後の変更',
};
const nlTickets = ticketsIn('nl-NL', { one: 'ticket', other: 'tickets' });
const nl: typeof en = {
  payOtherwise: 'Anders betalen',
  refundOnWay: (amount) => `${amount} is naar je onderweg.`,
  refundStuck: (amount) =>
    `${amount} kon nog niet worden terugbetaald. De verkoper weet ervan. Hoor je niets, vraag het daar en noem deze bestelling.`,
  lost: (n) => `Niet meer geldig: ${nlTickets(n)} van deze bestelling.`,
  given: {
    title: 'Je hebt je tickets doorgegeven',
    text: 'Ze zijn nu van anderen. Wordt er iets terugbetaald, dan krijg jij het geld nog steeds.',
  },
  taken: {
    title: 'Deze tickets zijn niet meer geldig',
    text: 'Ze zijn terugbetaald of ingetrokken. Weet je niet waarom, vraag het de verkoper en noem deze bestelling.',
  },
  disputed:
    'De betaling van deze tickets wordt betwist. Tot dat is opgelost openen ze de deur niet. Heb je betaald en wilde je dat niet betwisten, zeg het je bank; vraag het anders de verkoper.',
  changedSince: 'Veranderd sinds je bestelling',
  changedSinceHeld: 'Veranderd sinds het ticket van jou is',
};
const plTickets = ticketsIn('pl-PL', { one: 'bilet', few: 'bilety', many: 'biletów', other: 'biletu' });
const pl: typeof en = {
  payOtherwise: 'Zapłać inaczej',
  refundOnWay: (amount) => `${amount} jest w drodze do Ciebie.`,
  refundStuck: (amount) =>
    `${amount} nie udało się jeszcze zwrócić. Sprzedawca o tym wie. Jeśli nie dostaniesz wiadomości, zapytaj go, podając to zamówienie.`,
  lost: (n) => `Nieważne w tym zamówieniu: ${plTickets(n)}.`,
  given: {
    title: 'Twoje bilety trafiły do innych osób',
    text: 'Należą teraz do nich. W razie zwrotu pieniądze nadal wracają do Ciebie.',
  },
  taken: {
    title: 'Te bilety nie są już ważne',
    text: 'Zostały zwrócone lub wycofane. Jeśli nie wiesz dlaczego, zapytaj sprzedawcę, podając to zamówienie.',
  },
  disputed:
    'Płatność za te bilety jest kwestionowana. Do wyjaśnienia nie otwierają wejścia. Jeśli płatność jest Twoja i nie chodziło o reklamację, powiedz to swojemu bankowi; w innym razie zapytaj sprzedawcę.',
  changedSince: 'Zmiany od Twojego zamówienia',
  changedSinceHeld: 'Zmiany, odkąd bilet należy do Ciebie',
};
const ptTickets = ticketsIn('pt-BR', { one: 'ingresso', other: 'ingressos' });
const pt: typeof en = {
  payOtherwise: 'Pagar de outra forma',
  refundOnWay: (amount) => `${amount} estão a caminho de volta para você.`,
  refundStuck: (amount) =>
    `${amount} ainda não puderam ser devolvidos. O vendedor foi avisado. Se não tiver notícias, pergunte a ele e informe este pedido.`,
  lost: (n) => `Não valem mais: ${ptTickets(n)} deste pedido.`,
  given: {
    title: 'Você passou os seus ingressos adiante',
    text: 'Agora eles são de outras pessoas. Se forem reembolsados, o dinheiro ainda volta para você.',
  },
  taken: {
    title: 'Estes ingressos não valem mais',
    text: 'Foram reembolsados ou retirados. Se você não sabe por quê, pergunte ao vendedor e informe este pedido.',
  },
  disputed:
    'O pagamento destes ingressos está em disputa. Até isso ser resolvido, eles não abrem a porta. Se você pagou e não queria contestar, avise o seu banco; caso contrário, pergunte ao vendedor.',
  changedSince: 'Mudou desde o seu pedido',
  changedSinceHeld: 'Mudou desde que o ingresso é seu',
};
const known: Record<FanLanguage, typeof en> = { en, ar, de, es, fr, it, ja, nl, pl, pt };

export type AfterSaleWords = typeof en;

export const afterSaleWords = (code: string): AfterSaleWords => known[fanLanguageOf([code])];
