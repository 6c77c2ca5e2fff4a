import type { ServerWords } from './en.server.js';

/** German texts that only the server writes. */
export const server: ServerWords = {
  plain: {
    script: 'Seite mit JavaScript',
    noScript: 'Ohne JavaScript weiter',
    needsScript: 'Was diese Seite zeigt, rechnet dein eigener Browser aus, und JavaScript ist ausgeschaltet.',
    byAccount: 'Plätze in dieser Schlange gibt es mit einem Konto des Veranstalters; dafür ist JavaScript nötig.',
    byCard:
      'Plätze in dieser Schlange gibt es mit einer geprüften Karte; dafür ist JavaScript nötig. Es wird nichts abgebucht.',
    byMail: 'Ohne JavaScript zeigt ein Code per E-Mail, dass sich ein Mensch anstellt.',
    enterBefore: (time) => `Geh vor ${time} hinein.`,
    payElsewhere:
      'Das Kartenformular gehört dem Zahlungsanbieter und braucht JavaScript. Öffne diesen Link in einem Browser, der es kann; bis zur oben genannten Zeit bleiben die Tickets reserviert:',
    payWhereOrdered:
      'Das Kartenformular gehört dem Zahlungsanbieter und braucht JavaScript. Öffne die Bestellung in dem Browser, in dem du bestellt hast: Dort kannst du bezahlen.',
    openText: 'Dieses Gerät kennt die Bestellung noch nicht. Füge den Link aus deiner E-Mail ein:',
    link: 'Link',
    byLink: 'Hast du einen Link von deinem anderen Gerät oder von jemandem, der dich mitnimmt? Füge ihn hier ein:',
    stays:
      'Diese Seite lädt nicht neu, während du tippst. Ob du dran bist, steht nur auf der Seite deines Platzes: Geh dorthin zurück, wenn du fertig bist.',
    pasteThere: 'Ohne JavaScript füge diesen Link dort auf der Seite der Schlange ein.',
  },
  turn: {
    nearlyTitle: 'Du bist bald dran',
    nearlyText: 'Öffne die Seite jetzt und lass sie offen.',
    text: (minutes) => `Öffne die Seite und geh rein. Dein Platz bleibt dir noch ${minutes} Min.`,
  },
  mailStop: {
    title: 'E-Mails, wenn du dran bist',
    ask: 'Möchtest du alle E-Mails an diese Adresse dazu abbestellen, wann jemand dran ist? Das gilt für alle Verkäufe hier. Deine Plätze in der Schlange behältst du.',
    button: 'E-Mails abbestellen',
    stopped:
      'Erledigt. In den nächsten 30 Tagen bekommt diese Adresse keine solchen E-Mails mehr, egal wer sie anfordert. Deine Plätze in der Schlange behältst du.',
    invalid: 'Dieser Link ist ungültig. Bitte nimm den Link aus der neuesten E-Mail.',
  },
  code: {
    title: 'Dein Code zum Bestätigen deiner E-Mail-Adresse:',
    text: (sale, code) => `Dein Code für ${sale}: ${code}`,
    unasked: 'Er gilt 10 Minuten. Wenn du ihn nicht angefordert hast, brauchst du nichts zu tun.',
  },
  paper: {
    print: 'Diesen Code am Einlass zeigen, auf Papier oder auf dem Handy. Er gilt einmal für eine Person.',
    starts: (time, zone) => `Beginn: ${time} (${zone})`,
  },
  mail: {
    subject: {
      paid: (show) => `Deine Tickets für ${show}`,
      resent: (show) => `Deine Tickets für ${show}`,
      refunded: (show) => `Deine Erstattung für ${show}`,
      canceled: (show) => `Deine Bestellung für ${show} wurde storniert`,
      transferred: (show) => `Ein Ticket für ${show} gehört dir`,
      passed_on: (show) => `Du hast ein Ticket für ${show} übertragen`,
      voided: (show) => `Dein Ticket für ${show} ist nicht mehr gültig`,
    },
    hello: (name) => `Hallo ${name},`,
    lead: {
      paid: 'vielen Dank. Deine Bestellung ist bezahlt, und das sind deine Tickets:',
      resent: 'hier sind noch einmal deine Tickets:',
      refunded: (amount) =>
        `wir haben dir ${amount} auf die Karte erstattet, mit der du bezahlt hast. Bis deine Bank die Erstattung anzeigt, können einige Tage vergehen.`,
      canceled: 'deine Bestellung wurde storniert. Es wurde kein Geld eingezogen, und die Tickets sind wieder frei.',
      transferred: (giver) =>
        `${giver} hat ein Ticket auf dich übertragen. Es gehört jetzt dir und hat einen eigenen Code; der bisherige wird am Einlass abgewiesen.`,
      passed_on: (holder) =>
        `dieses Ticket gehört jetzt ${holder}, dein Code dafür gilt nicht mehr. Falls du das nicht warst, melde dich bitte sofort beim Veranstalter.`,
      voided:
        'das auf dich übertragene Ticket gilt nicht mehr: Die Bestellung wurde erstattet, oder die Veranstaltung fällt aus. Das Geld bekommt, wer das Ticket gekauft hat; bitte wende dich dorthin.',
    },
    canceledElsewhere:
      'deine Bestellung wurde storniert, die Tickets sind nicht mehr gültig. Dein Geld hat der Shop, bei dem du gekauft hast: Bitte wende dich wegen der Erstattung dorthin.',
    open: 'Bestellung öffnen',
    openTicket: 'Ticket öffnen',
    keep: 'Gib diesen Link nicht weiter: Wer ihn hat, hat deine Tickets.',
    openTickets: 'Tickets öffnen',
    why: (show) => `Du erhältst diese E-Mail, weil du ein Ticket für ${show} hast.`,
  },
};
