import type { Refusal, Refusals } from './en.refusals.js';

const told = (what: string, safe: string, next: string): Refusal => ({ what, safe, next });
const nothing = 'Dla Ciebie nic się nie zmienia.';
const kept = 'Twoje miejsce czeka.';
const noMoney = 'Nie pobrano pieniędzy.';
const noPlace = 'Żadnego miejsca nie przyznano i żadne nie przepadło.';
const soon = 'Spróbuj ponownie za chwilę.';
const wait = 'Odczekaj kilka sekund i spróbuj ponownie.';
const newPlace = 'Możesz zająć nowe miejsce na końcu kolejki.';
const chooseAgain = 'Odśwież stronę i wybierz ponownie.';
const ownPlace = 'Zajmij własne miejsce.';
const running = 'Nie pobrano pieniędzy, a Twój czas biegnie dalej.';

/** Polish texts of refusals. */
export const refusals: Refusals = {
  AWAY: told(
    'Nie mogliśmy połączyć się z kasą.',
    'Niczego Ci nie odebrano: miejsce, bilety i pieniądze są takie jak przedtem.',
    'Sprawdź połączenie i spróbuj ponownie.',
  ),
  CORE_AWAY: told('Łączymy się ponownie po naszej stronie.', nothing, soon),
  OVERLOADED: told('Jest teraz bardzo duży ruch.', nothing, wait),
  RATE_LIMITED: told('Zbyt wiele prób w krótkim czasie.', nothing, wait),
  INTERNAL: told('Coś poszło nie tak po naszej stronie.', 'Nic Twojego nie przepadło.', soon),
  NOT_FOUND: told(
    'Nie możemy tego znaleźć albo nie jest to dostępne na tym urządzeniu.',
    'Niczego Ci nie odebrano.',
    'Sprawdź link albo otwórz go na urządzeniu, na którym kupiono bilety.',
  ),
  NOT_SUPPORTED: told('Ta kasa jeszcze tego nie obsługuje.', nothing, 'Kontynuuj bez tej opcji.'),
  VALIDATION_FAILED: told(
    'Coś w formularzu się nie zgadza.',
    'Niczego nie wysłano i niczego nie zapłacono.',
    'Sprawdź zaznaczone pola i spróbuj ponownie.',
  ),
  SALE_NOT_OPEN: told(
    'Poczekalnia nie jest jeszcze otwarta.',
    'Nic Cię nie omija: wczesne przyjście nie daje przewagi.',
    'Wróć, gdy się otworzy. Godzina jest na stronie sprzedaży.',
  ),
  SALE_PAUSED: told(
    'Sprzedaż jest wstrzymana.',
    'Miejsca w kolejce czekają. Sprzedaż ruszy od miejsca, w którym stanęła.',
    'Zostaw tę stronę otwartą i spróbuj ponownie, gdy sprzedaż ruszy.',
  ),
  SHOW_CANCELED: told(
    'Wydarzenie odwołano.',
    'Kto tu zapłacił, dostanie zwrot tą samą drogą.',
    'Nie musisz nic robić.',
  ),
  SALE_CLOSED: told(
    'Sprzedaż jest zakończona.',
    'Nie pobrano pieniędzy. Opłacone już bilety należą do Ciebie.',
    'Inne terminy znajdziesz na stronie sprzedaży.',
  ),
  PLACE_TOKEN_INVALID: told(
    'To miejsce w kolejce jest nieważne.',
    'Niczego Ci nie odebrano.',
    'Zajmij miejsce na tej stronie.',
  ),
  PLACE_TOKEN_REQUIRED: told(
    'To urządzenie nie ma miejsca w tej kolejce.',
    'Niczego Ci nie odebrano.',
    'Zajmij miejsce na tej stronie albo otwórz ją na urządzeniu, na którym masz miejsce.',
  ),
  PLACE_EXPIRED: told('Twoja kolej minęła, a czas na powrót także.', noMoney, newPlace),
  PLACE_DONE: told(
    'To miejsce zostało wykorzystane.',
    'To, co kupiono, należy do Ciebie.',
    'Jeśli nic za jego pomocą nie kupiono, możesz zająć nowe miejsce na końcu kolejki.',
  ),
  PLACE_LEFT: told(
    'Nie stoisz już w kolejce.',
    noMoney,
    'Możesz zająć nowe miejsce na końcu kolejki. Tam, gdzie potrzebny jest kod, musi być niewykorzystany.',
  ),
  LANE_UNKNOWN: told('Ta sprzedaż nie ma takiej kolejki.', nothing, chooseAgain),
  JOINS_FROZEN: told(
    'Nikt nie może teraz dołączyć do kolejki.',
    'Miejsca zajęte wcześniej czekają.',
    'Spróbuj ponownie za kilka minut.',
  ),
  CHALLENGE_REQUIRED: told(
    'Ta sprzedaż sprawdza, czy dołącza człowiek, a sprawdzenia nie wykonano.',
    noPlace,
    'Spróbuj ponownie. Twoje urządzenie wykona sprawdzenie samo.',
  ),
  CHALLENGE_INVALID: told(
    'Sprawdzenie straciło ważność albo w tym czasie zmieniła się sieć.',
    noPlace,
    'Spróbuj ponownie. Twoje urządzenie powtórzy sprawdzenie.',
  ),
  ACCESS_CODE_REQUIRED: told('Ta kolejka wymaga kodu dostępu.', nothing, 'Wpisz kod albo dołącz do ogólnej kolejki.'),
  ACCESS_CODE_INVALID: told(
    'Ten kod dostępu tu nie działa.',
    noPlace,
    'Sprawdź, czy nie ma literówki. Każdy kod działa tylko tyle razy, ile przewidziano.',
  ),
  CARD_NOT_CHECKED: told(
    'Twojej karty jeszcze nie sprawdzono albo bank jej nie przyjął.',
    'Niczego nie pobrano i żadne miejsce nie przepadło.',
    'Sprawdź kartę ponownie albo użyj innej.',
  ),
  PAYMENTS_AWAY: told(
    'Nie można teraz sprawdzić kart.',
    'Niczego nie pobrano i żadne miejsce nie przepadło.',
    'Spróbuj ponownie za kilka sekund.',
  ),
  TURN_TAKEN: told(
    'W tej sprzedaży Twoja kolej już była.',
    'To, co kupiono, należy do Ciebie.',
    'Tutaj każda osoba ma jedną kolej.',
  ),
  PLACE_ELSEWHERE: told(
    'Stoisz w kolejce po bilety na inny termin tej trasy.',
    'Tamto miejsce czeka.',
    'Najpierw opuść tamtą kolejkę, jeśli wolisz stać tutaj.',
  ),
  IDENTITY_REQUIRED: told(
    'Ta sprzedaż daje jedno miejsce na osobę, więc musimy wiedzieć, kim jesteś.',
    noPlace,
    'Potwierdź adres e-mail albo zaloguj się, a potem dołącz do kolejki.',
  ),
  IDENTITY_AWAY: told(
    'Nie można teraz sprawdzić logowania u organizatora.',
    noPlace,
    'Spróbuj ponownie za kilka sekund. Nie musisz logować się jeszcze raz.',
  ),
  IDENTITY_CODE_INVALID: told(
    'Ten kod jest błędny albo stracił ważność.',
    nothing,
    'Sprawdź nasz najnowszy e-mail albo poproś o nowy kod.',
  ),
  HANDOFF_INVALID: told(
    'Ten kod już wykorzystano albo stracił ważność.',
    'Twoje miejsce pozostało tam, gdzie było.',
    'Utwórz nowy kod na drugim urządzeniu.',
  ),
  HANDOFF_CLOSED: told(
    'Tego miejsca nie można przenieść na inne urządzenie.',
    'Twoje miejsce pozostaje na tym urządzeniu.',
    'Kontynuuj tutaj.',
  ),
  PLACE_SHOPPING: told(
    'Z tym miejscem trwają właśnie zakupy.',
    'Twoje miejsce i Twoje bilety są bezpieczne.',
    'Dokończ na urządzeniu, na którym kupujesz.',
  ),
  GROUP_CLOSED: told('Grupy można tworzyć tylko przed startem sprzedaży.', nothing, ownPlace),
  GROUP_FULL: told('Ta grupa jest pełna.', nothing, ownPlace),
  GROUP_CODE_INVALID: told(
    'Ten kod grupy tu nie działa.',
    nothing,
    'Poproś jeszcze raz o link albo zajmij własne miejsce.',
  ),
  GROUP_SHOPPING: told(
    'Inna osoba z Twojej grupy właśnie kupuje.',
    'Miejsce Twojej grupy czeka.',
    'Poczekaj tutaj. Wejdziesz, gdy ta osoba skończy.',
  ),
  PASS_IN_USE: told(
    'To wejście wykorzystano już w innym oknie sklepu.',
    noMoney,
    'Kontynuuj tam, gdzie otwarto je najpierw.',
  ),
  STEP_UP_REQUIRED: told(
    'Nadeszła twoja kolej, ale najpierw trzeba potwierdzić adres e-mail.',
    kept,
    'Wpisz swój adres na stronie kolejki, a potem kod, który wyślemy.',
  ),
  STEP_UP_USED: told(
    'Ten adres otworzył już drzwi innemu miejscu w tej sprzedaży.',
    kept,
    'Potwierdź inny swój adres.',
  ),
  STEP_UP_NOT_DUE: told('To miejsce nie musi już potwierdzać adresu.', kept, 'Czekaj dalej: wezwiemy cię ponownie.'),
  DEFER_LIMIT: told(
    'Innych można przepuścić dwa razy, najwyżej na pół godziny.',
    kept,
    'Przyjdź, gdy Cię wezwiemy, albo opuść kolejkę.',
  ),
  MAIL_STOPPED: told(
    'Ten adres nie chce e-maili o kolejce.',
    nothing,
    'Podaj inny adres albo zostaw tę stronę otwartą.',
  ),
  PUSH_SERVICE_UNKNOWN: told(
    'Nie możemy wybudzić tej przeglądarki.',
    kept,
    'Zostaw tę stronę otwartą, aby usłyszeć wezwanie.',
  ),
  PASS_REQUIRED: told(
    'Nie jesteś teraz w sklepie.',
    'Sprawdzimy Twoje miejsce.',
    'Wróć do kolejki. Jeśli to nadal Twoja kolej, wejdziesz od razu.',
  ),
  PASS_INVALID: told(
    'Nie udało się odczytać Twojego wejścia.',
    'Sprawdzimy Twoje miejsce.',
    'Wróć do kolejki. Jeśli to nadal Twoja kolej, wejdziesz od razu.',
  ),
  PASS_EXPIRED: told(
    'Twój czas na zakupy minął.',
    'Nie pobrano pieniędzy. Złożone już zamówienie pozostaje bez zmian.',
    newPlace,
  ),
  SOLD_OUT: told(
    'Nie ma tu już tylu biletów.',
    'Nie pobrano pieniędzy. Bilety już zarezerwowane pozostają Twoje.',
    'Wybierz mniej albo inną cenę. Zwrócone bilety pojawią się tutaj.',
  ),
  SEATS_TAKEN: told(
    'Jedno z tych miejsc właśnie zajęto.',
    running,
    'Plan jest już aktualny. Wybierz inne miejsca albo pozwól nam znaleźć najlepsze obok siebie.',
  ),
  LIMIT_EXCEEDED: told(
    'To więcej, niż może kupić jedna osoba lub niż mieści jedno zamówienie.',
    noMoney,
    'Wybierz mniej biletów.',
  ),
  HOLDS_SPENT: told(
    'Zbyt często rezerwowano i zwalniano bilety.',
    'Nie pobrano pieniędzy. Bilety zarezerwowane teraz pozostają Twoje do końca swojego czasu.',
    'Zapłać za to, co masz, albo zostaw to innym.',
  ),
  LINE_FIRST: told(
    'Te bilety właśnie wróciły i najpierw trafiają do kolejki.',
    'Twój wybór pozostaje i nie pobrano pieniędzy.',
    'Jeśli za 20 sekund nadal tu będą, możesz je wziąć.',
  ),
  COOLING_DOWN: told(
    'Te bilety były zarezerwowane tak długo, jak wolno jednej osobie.',
    'Nie pobrano pieniędzy. Złożone już zamówienie pozostaje bez zmian.',
    'Spróbuj ponownie za kilka minut albo wybierz inny rodzaj biletu.',
  ),
  QUANTITY_NOT_OFFERED: told(
    'Te bilety nie są sprzedawane w tej liczbie.',
    noMoney,
    'Wybierz liczbę dostępną dla tego biletu.',
  ),
  AMOUNT_NOT_CHARGEABLE: told(
    'Tej kwoty nie można pobrać w jednym zamówieniu.',
    noMoney,
    'Wybierz mniej lub więcej biletów albo pomiń kod.',
  ),
  PROMO_CODE_INVALID: told(
    'Ten kod nie dotyczy tych biletów.',
    'Nie pobrano pieniędzy, a Twoje bilety pozostają zarezerwowane.',
    'Sprawdź pisownię albo kontynuuj bez kodu.',
  ),
  WALLET_OFF: told(
    'Biletów do tego portfela tu nie oferujemy.',
    'Twoje bilety są ważne takie, jakie są.',
    'Zachowaj tę stronę albo zapisz PDF.',
  ),
  TICKET_TYPE_UNKNOWN: told('Tego biletu nie ma już w sprzedaży.', noMoney, chooseAgain),
  SEAT_UNKNOWN: told('To miejsce nie należy do tej sprzedaży.', noMoney, chooseAgain),
  COMPANION_ONLY: told(
    'To miejsce jest dla opiekuna osoby na wózku.',
    running,
    'Weź je razem z miejscem dla wózka obok albo wybierz inne miejsce.',
  ),
  HOLD_EXPIRED: told(
    'Czas na zapłatę za te bilety minął i wróciły one do sprzedaży.',
    noMoney,
    'Wybierz ponownie, jeśli jesteś jeszcze w środku.',
  ),
  HOLD_NOT_EXTENDABLE: told(
    'Tego terminu nie można już przedłużyć.',
    'Do tego czasu Twoje bilety pozostają zarezerwowane.',
    'Zapłać przed podaną godziną.',
  ),
  PAYMENT_IN_PROGRESS: told(
    'Płatność za te bilety już trwa.',
    'Bilety pozostają zarezerwowane dla Ciebie.',
    'Najpierw dokończ albo anuluj tamto zamówienie.',
  ),
  ORDER_OPEN: told(
    'Masz inne otwarte zamówienie.',
    'Bilety z niego są zarezerwowane dla Ciebie.',
    'Najpierw je opłać albo anuluj.',
  ),
  TRANSFERS_OFF: told(
    'Biletów z tej sprzedaży nie można przekazać.',
    'Twój bilet jest nadal Twój i ważny.',
    'Zapytaj sprzedawcę, jeśli nie możesz przyjść.',
  ),
  TICKET_NOT_TRANSFERABLE: told(
    'Tego biletu nie można już przekazać.',
    'Nic się nie zmieniło.',
    'Należy już do kogoś innego, został wykorzystany lub zwrócony albo zbyt często zmieniał właściciela.',
  ),
  ORDER_STATE: told(
    'To nie jest już możliwe dla tego zamówienia.',
    'Ta strona pokazuje jego aktualny stan.',
    'Odśwież stronę, aby zobaczyć zmiany.',
  ),
  IDEMPOTENCY_IN_PROGRESS: told(
    'Twoje pierwsze zgłoszenie jest jeszcze przetwarzane.',
    'Nic nie dzieje się dwa razy.',
    'Poczekaj chwilę.',
  ),
};
