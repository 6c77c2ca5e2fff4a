import type { ServerWords } from './en.server.js';

/** Polish texts that only the server writes. */
export const server: ServerWords = {
  plain: {
    script: 'Strona z JavaScriptem',
    noScript: 'Kontynuuj bez JavaScriptu',
    needsScript: 'To, co pokazuje ta strona, oblicza Twoja przeglądarka, a JavaScript jest wyłączony.',
    byAccount: 'Miejsca w tej kolejce są dla kont organizatora, a to wymaga JavaScriptu.',
    byCard: 'Miejsca w tej kolejce wymagają sprawdzonej karty, a to wymaga JavaScriptu. Niczego nie pobieramy.',
    byMail: 'Bez JavaScriptu kod wysłany e-mailem potwierdza, że dołącza człowiek.',
    enterBefore: (time) => `Wejdź przed ${time}.`,
    payElsewhere:
      'Formularz karty należy do operatora płatności i wymaga JavaScriptu. Otwórz ten link w przeglądarce, która go ma; do podanej wyżej godziny bilety pozostają zarezerwowane:',
    payWhereOrdered:
      'Formularz karty należy do operatora płatności i wymaga JavaScriptu. Otwórz zamówienie w przeglądarce, w której je złożono: tam możesz zapłacić.',
    openText: 'To urządzenie nie zna jeszcze zamówienia. Wklej link z e-maila:',
    link: 'Link',
    byLink: 'Masz link z innego urządzenia lub od znajomego? Wklej go tutaj:',
    stays:
      'Ta strona nie odświeża się, gdy piszesz. Twoja kolej jest pokazywana tylko na stronie Twojego miejsca: wróć tam, gdy skończysz.',
    pasteThere: 'Bez JavaScriptu wklej tam ten link na stronie kolejki.',
  },
  turn: {
    nearlyTitle: 'Twoja kolej jest blisko',
    nearlyText: 'Otwórz stronę teraz i zostaw ją otwartą.',
    text: (minutes) => `Otwórz stronę i wejdź. Twoje miejsce czeka ${minutes} min.`,
  },
  mailStop: {
    title: 'E-maile o Twojej kolejce',
    ask: 'Czy zatrzymać wszystkie e-maile o kolejce na ten adres, dla każdej sprzedaży tutaj? Twoje miejsca w kolejce się nie zmienią.',
    button: 'Nie wysyłaj więcej tych e-maili',
    stopped:
      'Gotowe. Przez najbliższe 30 dni na ten adres nie przyjdą e-maile o kolejce, ktokolwiek o nie poprosi. Twoje miejsca w kolejce się nie zmienią.',
    invalid: 'Ten link jest nieprawidłowy. Użyj linku z najnowszego e-maila.',
  },
  code: {
    title: 'Twój kod do potwierdzenia adresu e-mail:',
    text: (sale, code) => `Twój kod do ${sale}: ${code}`,
    unasked: 'Jest ważny 10 minut. Jeśli o niego nie prosisz, nie musisz nic robić.',
  },
  paper: {
    print: 'Pokaż ten kod przy wejściu, na papierze lub w telefonie. Wpuszcza jedną osobę, jeden raz.',
    starts: (time, zone) => `Początek: ${time} (${zone})`,
  },
  mail: {
    subject: {
      paid: (show) => `Twoje bilety na ${show}`,
      resent: (show) => `Twoje bilety na ${show}`,
      refunded: (show) => `Twój zwrot pieniędzy za ${show}`,
      canceled: (show) => `Anulowano Twoje zamówienie na ${show}`,
      transferred: (show) => `Bilet na ${show} jest Twój`,
      passed_on: (show) => `Przekazano Twój bilet na ${show}`,
      voided: (show) => `Twój bilet na ${show} nie jest już ważny`,
    },
    hello: (name) => `Dzień dobry ${name},`,
    lead: {
      paid: 'dziękujemy. Twoje zamówienie jest opłacone, a oto Twoje bilety:',
      resent: 'oto jeszcze raz Twoje bilety:',
      refunded: (amount) =>
        `zwróciliśmy ${amount} na kartę, którą zapłacono. Bank może pokazać tę kwotę dopiero za kilka dni.`,
      canceled: 'Twoje zamówienie anulowano. Nie pobrano pieniędzy, a bilety są znowu wolne.',
      transferred: (giver) =>
        `nowy bilet dla Ciebie od: ${giver}. Jest teraz Twój i ma własny kod; poprzedni zostanie odrzucony przy wejściu.`,
      passed_on: (holder) =>
        `ten bilet należy teraz do: ${holder}, a Twój kod nie jest już ważny. Jeśli to nie Ty, powiadom natychmiast organizatora.`,
      voided:
        'przekazany Ci bilet nie jest już ważny: za zamówienie zwrócono pieniądze albo wydarzenie odwołano. Pieniądze otrzymuje osoba, która go kupiła; zapytaj ją.',
    },
    canceledElsewhere:
      'Twoje zamówienie anulowano, a bilety nie są już ważne. Pieniądze ma sklep, w którym je kupiono: poproś tam o zwrot.',
    open: 'Otwórz zamówienie',
    openTicket: 'Otwórz bilet',
    keep: 'Nie udostępniaj tego linku: kto go ma, ma Twoje bilety.',
    openTickets: 'Otwórz bilety',
    why: (show) => `Otrzymujesz ten e-mail, ponieważ masz bilet na ${show}.`,
  },
};
