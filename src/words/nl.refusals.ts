import type { Refusal, Refusals } from './en.refusals.js';

const told = (what: string, safe: string, next: string): Refusal => ({ what, safe, next });
const nothing = 'Aan jouw kant is niets veranderd.';
const kept = 'Je plaats blijft bewaard.';
const noMoney = 'Er is geen geld afgeschreven.';
const noPlace = 'Er is geen plaats gegeven of verloren.';
const soon = 'Probeer het zo meteen opnieuw.';
const wait = 'Wacht enkele seconden en probeer het opnieuw.';
const newPlace = 'Je kunt achteraan in de rij een nieuwe plaats innemen.';
const chooseAgain = 'Herlaad de pagina en kies opnieuw.';
const ownPlace = 'Neem zelf een plaats in.';

/** Dutch texts of refusals. */
export const refusals: Refusals = {
  AWAY: told(
    'We konden de kassa niet bereiken.',
    'Er is je niets afgenomen: plaats, tickets en geld zijn zoals ze waren.',
    'Controleer je verbinding en probeer het opnieuw.',
  ),
  CORE_AWAY: told('We maken aan onze kant opnieuw verbinding.', nothing, soon),
  OVERLOADED: told('Het is nu erg druk.', nothing, wait),
  RATE_LIMITED: told('Te veel verzoeken in korte tijd.', nothing, wait),
  INTERNAL: told('Er ging aan onze kant iets mis.', 'Je bent niets kwijt.', soon),
  NOT_FOUND: told(
    'We kunnen dit niet vinden, of het is op dit apparaat niet beschikbaar.',
    'Er is je niets afgenomen.',
    'Controleer de link, of open die op het apparaat waarmee je kocht.',
  ),
  NOT_SUPPORTED: told('Deze kassa ondersteunt dat nog niet.', nothing, 'Ga verder zonder.'),
  VALIDATION_FAILED: told(
    'Er klopt iets niet in het formulier.',
    'Er is niets verstuurd en niets betaald.',
    'Controleer de gemarkeerde velden en probeer het opnieuw.',
  ),
  SALE_NOT_OPEN: told(
    'De wachtruimte is nog niet open.',
    'Je mist niets: vroeg komen geeft geen voordeel.',
    'Kom terug als ze opent. De tijd staat op de verkooppagina.',
  ),
  SALE_PAUSED: told(
    'De verkoop is onderbroken.',
    'Plaatsen in de rij blijven bewaard. De verkoop gaat verder waar die stopte.',
    'Laat deze pagina open en probeer het opnieuw als de verkoop verdergaat.',
  ),
  SHOW_CANCELED: told(
    'De voorstelling is afgelast.',
    'Wie hier heeft betaald, krijgt het geld op dezelfde manier terug.',
    'Je hoeft niets te doen.',
  ),
  SALE_CLOSED: told(
    'De verkoop is gesloten.',
    'Er is geen geld afgeschreven. Tickets die je al hebt betaald, zijn van jou.',
    'Kijk op de verkooppagina voor andere data.',
  ),
  PLACE_TOKEN_INVALID: told(
    'Deze plaats in de rij is niet geldig.',
    'Er is je niets afgenomen.',
    'Neem op deze pagina een plaats in.',
  ),
  PLACE_TOKEN_REQUIRED: told(
    'Dit apparaat heeft geen plaats in deze rij.',
    'Er is je niets afgenomen.',
    'Neem op deze pagina een plaats in, of open haar op het apparaat waarmee je aansloot.',
  ),
  PLACE_EXPIRED: told('Je beurt is voorbij, en de tijd om terug te komen ook.', noMoney, newPlace),
  PLACE_DONE: told(
    'Deze plaats is gebruikt.',
    'Wat je hebt gekocht, is van jou.',
    'Heb je er niets mee gekocht, dan kun je achteraan in de rij een nieuwe plaats innemen.',
  ),
  PLACE_LEFT: told(
    'Je hebt de rij verlaten.',
    noMoney,
    'Je kunt achteraan in de rij een nieuwe plaats innemen. Waar een code nodig is, moet die nog geldig zijn.',
  ),
  LANE_UNKNOWN: told('Deze verkoop heeft zo’n rij niet.', nothing, chooseAgain),
  JOINS_FROZEN: told(
    'Niemand kan nu aansluiten in de rij.',
    'Eerder ingenomen plaatsen blijven bewaard.',
    'Probeer het over enkele minuten opnieuw.',
  ),
  CHALLENGE_REQUIRED: told(
    'Deze verkoop controleert of er een mens aansluit, en die controle is niet gedaan.',
    noPlace,
    'Probeer het opnieuw. Je apparaat doet de controle vanzelf.',
  ),
  CHALLENGE_INVALID: told(
    'De controle verliep, of je netwerk veranderde intussen.',
    noPlace,
    'Probeer het opnieuw. Je apparaat doet de controle nog een keer.',
  ),
  ACCESS_CODE_REQUIRED: told(
    'Deze rij vraagt om een toegangscode.',
    nothing,
    'Vul je code in, of sluit aan in de algemene rij.',
  ),
  ACCESS_CODE_INVALID: told(
    'Deze toegangscode werkt hier niet.',
    noPlace,
    'Controleer de code op typefouten. Elke code werkt maar zo vaak als bedoeld.',
  ),
  CARD_NOT_CHECKED: told(
    'Je kaart is nog niet gecontroleerd, of de bank heeft haar niet geaccepteerd.',
    'Er is niets afgeschreven, en er is geen plaats gegeven of verloren.',
    'Controleer de kaart opnieuw, of gebruik een andere.',
  ),
  PAYMENTS_AWAY: told(
    'Kaarten kunnen nu niet worden gecontroleerd.',
    'Er is niets afgeschreven, en er is geen plaats gegeven of verloren.',
    'Probeer het over enkele seconden opnieuw.',
  ),
  TURN_TAKEN: told(
    'Je bent in deze verkoop al aan de beurt geweest.',
    'Wat je hebt gekocht, is van jou.',
    'Hier komt iedereen één keer aan de beurt.',
  ),
  PLACE_ELSEWHERE: told(
    'Je staat in de rij voor een andere voorstelling van deze tournee.',
    'Die plaats blijft bewaard.',
    'Verlaat eerst de andere rij als je liever hier staat.',
  ),
  IDENTITY_REQUIRED: told(
    'Deze verkoop geeft één plaats per persoon, dus we moeten weten wie je bent.',
    noPlace,
    'Bevestig je e-mailadres of log in, en sluit dan aan in de rij.',
  ),
  IDENTITY_AWAY: told(
    'De aanmelding bij de organisator kan nu niet worden gecontroleerd.',
    noPlace,
    'Probeer het over enkele seconden opnieuw. Je hoeft niet opnieuw in te loggen.',
  ),
  IDENTITY_CODE_INVALID: told(
    'Deze code klopt niet, of is verlopen.',
    nothing,
    'Kijk in onze nieuwste e-mail, of vraag een nieuwe code aan.',
  ),
  HANDOFF_INVALID: told(
    'Deze code is al gebruikt of verlopen.',
    'Je plaats is gebleven waar ze was.',
    'Maak een nieuwe code op het andere apparaat.',
  ),
  HANDOFF_CLOSED: told(
    'Deze plaats kan niet naar een ander apparaat.',
    'Je plaats blijft op dit apparaat bewaard.',
    'Ga hier verder.',
  ),
  PLACE_SHOPPING: told(
    'Je bent met deze plaats aan het winkelen.',
    'Je plaats en je tickets zijn veilig.',
    'Rond af op het apparaat waarop je aan het kopen bent.',
  ),
  GROUP_CLOSED: told('Groepen kunnen alleen worden gevormd voordat de verkoop opent.', nothing, ownPlace),
  GROUP_FULL: told('Deze groep is vol.', nothing, ownPlace),
  GROUP_CODE_INVALID: told(
    'Deze groepscode is hier niet geldig.',
    nothing,
    'Vraag je vriend opnieuw om de link, of neem zelf een plaats in.',
  ),
  GROUP_SHOPPING: told(
    'Een ander lid van je groep is aan het winkelen.',
    'De plaats van je groep blijft bewaard.',
    'Wacht hier. Je kunt naar binnen als die klaar is.',
  ),
  PASS_IN_USE: told(
    'Deze toegang is al in een ander winkelvenster gebruikt.',
    noMoney,
    'Ga verder waar je haar het eerst opende.',
  ),
  STEP_UP_REQUIRED: told(
    'Je bent aan de beurt, maar er moet eerst een e-mailadres worden bevestigd.',
    kept,
    'Vul op de pagina van de rij je adres in, en daarna de code die we je sturen.',
  ),
  STEP_UP_USED: told(
    'Dit adres heeft in deze verkoop al de deur geopend voor een andere plaats.',
    kept,
    'Bevestig een ander adres van jou.',
  ),
  STEP_UP_NOT_DUE: told(
    'Deze plaats hoeft geen adres meer te bevestigen.',
    kept,
    'Blijf wachten: je wordt opnieuw opgeroepen.',
  ),
  DEFER_LIMIT: told(
    'Je kunt anderen twee keer voor laten gaan, hooguit een half uur.',
    kept,
    'Kom als je wordt opgeroepen, of verlaat de rij.',
  ),
  MAIL_STOPPED: told(
    'Dit adres wil geen e-mails over beurten.',
    nothing,
    'Gebruik een ander adres of houd deze pagina open.',
  ),
  PUSH_SERVICE_UNKNOWN: told(
    'Wij kunnen deze browser niet wakker maken.',
    kept,
    'Laat deze pagina open om opgeroepen te worden.',
  ),
  PASS_REQUIRED: told(
    'Je bent nu niet in de winkel.',
    'We zoeken je plaats op.',
    'Ga terug naar de rij. Ben je nog aan de beurt, dan kun je meteen naar binnen.',
  ),
  PASS_INVALID: told(
    'Je toegang kon niet worden gelezen.',
    'We zoeken je plaats op.',
    'Ga terug naar de rij. Ben je nog aan de beurt, dan kun je meteen naar binnen.',
  ),
  PASS_EXPIRED: told(
    'Je tijd om te winkelen is om.',
    'Er is geen geld afgeschreven. Een al geplaatste bestelling blijft staan.',
    newPlace,
  ),
  SOLD_OUT: told(
    'Zoveel tickets zijn hier niet meer.',
    'Er is geen geld afgeschreven. Tickets die je al hebt gereserveerd, blijven van jou.',
    'Kies er minder, of een andere prijs. Tickets die anderen teruggeven, verschijnen hier.',
  ),
  SEATS_TAKEN: told(
    'Een van deze stoelen is net bezet.',
    'Er is geen geld afgeschreven, en je tijd loopt door.',
    'De plattegrond is bijgewerkt. Kies andere stoelen, of laat ons de beste naast elkaar zoeken.',
  ),
  LIMIT_EXCEEDED: told(
    'Dat is meer dan één persoon mag kopen, of meer dan er in één bestelling past.',
    noMoney,
    'Kies minder tickets.',
  ),
  HOLDS_SPENT: told(
    'Je hebt te vaak tickets gereserveerd en teruggegeven.',
    'Er is geen geld afgeschreven. Tickets die je nu hebt, blijven van jou tot hun tijd om is.',
    'Betaal wat je hebt, of laat het aan anderen.',
  ),
  LINE_FIRST: told(
    'Deze tickets zijn net teruggekomen en worden eerst aan de rij aangeboden.',
    'Je keuze blijft bewaard, en er is geen geld afgeschreven.',
    'Zijn ze er over 20 seconden nog, dan kun je ze nemen.',
  ),
  COOLING_DOWN: told(
    'Je hebt deze tickets zo lang gereserveerd als één persoon mag.',
    'Er is geen geld afgeschreven. Een al geplaatste bestelling blijft staan.',
    'Probeer het over enkele minuten opnieuw, of kies een ander soort ticket.',
  ),
  QUANTITY_NOT_OFFERED: told(
    'Deze tickets worden niet in dit aantal verkocht.',
    noMoney,
    'Kies een aantal dat voor dit ticket wordt aangeboden.',
  ),
  AMOUNT_NOT_CHARGEABLE: told(
    'Dit bedrag kan niet in één bestelling worden afgeschreven.',
    noMoney,
    'Kies minder of meer tickets, of laat de code weg.',
  ),
  PROMO_CODE_INVALID: told(
    'Deze code is niet geldig voor deze tickets.',
    'Er is geen geld afgeschreven, en je tickets blijven gereserveerd.',
    'Controleer de spelling, of ga verder zonder code.',
  ),
  WALLET_OFF: told(
    'Tickets voor deze wallet worden hier niet aangeboden.',
    'Je tickets zijn geldig zoals ze zijn.',
    'Bewaar deze pagina, of sla de PDF op.',
  ),
  TICKET_TYPE_UNKNOWN: told('Dit ticket is niet meer in de verkoop.', noMoney, chooseAgain),
  SEAT_UNKNOWN: told('Deze stoel hoort niet bij deze verkoop.', noMoney, chooseAgain),
  COMPANION_ONLY: told(
    'Deze stoel is voor de begeleider van een rolstoelgebruiker.',
    'Er is geen geld afgeschreven, en je tijd loopt door.',
    'Neem haar samen met de rolstoelplaats ernaast, of kies een andere stoel.',
  ),
  HOLD_EXPIRED: told(
    'De tijd om deze tickets te betalen is om, en ze zijn weer in de verkoop.',
    noMoney,
    'Kies opnieuw als je nog binnen bent.',
  ),
  HOLD_NOT_EXTENDABLE: told(
    'Deze termijn kan niet nog eens worden verlengd.',
    'Je tickets blijven tot dan gereserveerd.',
    'Betaal vóór de getoonde tijd.',
  ),
  PAYMENT_IN_PROGRESS: told(
    'Er loopt een betaling voor deze tickets.',
    'De tickets blijven voor je gereserveerd.',
    'Rond die bestelling eerst af of annuleer haar.',
  ),
  ORDER_OPEN: told(
    'Je hebt nog een open bestelling.',
    'De tickets ervan zijn voor je gereserveerd.',
    'Betaal of annuleer haar eerst.',
  ),
  TRANSFERS_OFF: told(
    'Tickets van deze verkoop kunnen niet worden overgedragen.',
    'Je ticket is nog steeds van jou en geldig.',
    'Vraag de verkoper om raad als je niet kunt gaan.',
  ),
  TICKET_NOT_TRANSFERABLE: told(
    'Dit ticket kan niet meer worden overgedragen.',
    'Er is niets veranderd.',
    'Het is al van iemand anders, is gebruikt of terugbetaald, of is te vaak van hand gewisseld.',
  ),
  ORDER_STATE: told(
    'Dat kan niet meer met deze bestelling.',
    'Deze pagina toont de huidige stand.',
    'Herlaad de pagina.',
  ),
  IDEMPOTENCY_IN_PROGRESS: told(
    'Je eerste verzoek wordt nog verwerkt.',
    'Er gebeurt niets dubbel.',
    'Wacht een ogenblik.',
  ),
};
