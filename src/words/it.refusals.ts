import type { Refusal, Refusals } from './en.refusals.js';

const told = (what: string, safe: string, next: string): Refusal => ({ what, safe, next });
const nothing = 'Nulla di tuo è toccato.';
const kept = 'Il tuo posto in coda resta.';
const noMoney = 'Nulla è stato addebitato.';
const notTaken = 'Non ti è stato tolto nulla.';
const noPlace = 'Nessun posto è stato dato né perso.';
const soon = 'Riprova tra un momento.';
const wait = 'Aspetta qualche secondo, poi riprova.';
const newPlace = 'Puoi prendere un nuovo posto in fondo alla coda.';
const ownPlace = 'Prendi un posto tuo.';
const chooseAgain = 'Ricarica la pagina e scegli di nuovo.';
const lookUp = 'Cerchiamo il tuo posto in coda.';
const backToLine = 'Torna alla coda. Se tocca ancora a te, entri subito.';

/** Italian texts of refusals. */
export const refusals: Refusals = {
  AWAY: told(
    'Non siamo riusciti a raggiungere la biglietteria.',
    'Non ti è stato tolto nulla: posto, biglietti e denaro sono come prima.',
    'Controlla la connessione, poi riprova.',
  ),
  CORE_AWAY: told('Stiamo ristabilendo la connessione da parte nostra.', nothing, soon),
  OVERLOADED: told('In questo momento c’è moltissima gente.', nothing, wait),
  RATE_LIMITED: told('Troppe richieste in poco tempo.', nothing, wait),
  INTERNAL: told('Qualcosa è andato storto da parte nostra.', 'Non hai perso nulla.', soon),
  NOT_FOUND: told(
    'Non lo troviamo, o non è disponibile su questo dispositivo.',
    notTaken,
    'Controlla il link, o aprilo sul dispositivo con cui hai comprato.',
  ),
  NOT_SUPPORTED: told('Questa biglietteria non lo offre ancora.', nothing, 'Continua senza.'),
  VALIDATION_FAILED: told(
    'Nel modulo c’è qualcosa che non va.',
    'Nulla è stato inviato né pagato.',
    'Controlla i campi segnalati, poi riprova.',
  ),
  SALE_NOT_OPEN: told(
    'La sala d’attesa non è ancora aperta.',
    'Non ti perdi nulla: arrivare prima non dà vantaggi.',
    'Torna quando apre. L’ora è nella pagina della vendita.',
  ),
  SALE_PAUSED: told(
    'La vendita è in pausa.',
    'I posti in coda restano. La vendita riprende da dove si è fermata.',
    'Tieni aperta questa pagina e riprova quando la vendita riprende.',
  ),
  SHOW_CANCELED: told(
    'Lo spettacolo è stato annullato.',
    'Chi ha pagato qui riceve il rimborso con lo stesso mezzo di pagamento.',
    'Non devi fare nulla.',
  ),
  SALE_CLOSED: told(
    'La vendita è conclusa.',
    'Nulla è stato addebitato. I biglietti già pagati sono tuoi.',
    'Guarda la pagina della vendita per altre date.',
  ),
  PLACE_TOKEN_INVALID: told('Questo posto in coda non è valido.', notTaken, 'Prendi un posto in questa pagina.'),
  PLACE_TOKEN_REQUIRED: told(
    'Questo dispositivo non ha un posto in questa coda.',
    notTaken,
    'Prendine uno in questa pagina, o aprila sul dispositivo con cui l’hai preso.',
  ),
  PLACE_EXPIRED: told('Il tuo turno è passato, e anche il tempo per tornare.', noMoney, newPlace),
  PLACE_DONE: told(
    'Questo posto è stato usato.',
    'Ciò che hai comprato è tuo.',
    'Se non hai comprato nulla con questo posto, puoi prenderne uno nuovo in fondo alla coda.',
  ),
  PLACE_LEFT: told(
    'Hai lasciato la coda.',
    noMoney,
    'Puoi prendere un nuovo posto in fondo alla coda. Dove serve un codice, dev’essere ancora valido.',
  ),
  LANE_UNKNOWN: told('Questa vendita non ha quella coda.', nothing, chooseAgain),
  JOINS_FROZEN: told(
    'Al momento nessuno può mettersi in coda.',
    'I posti presi prima restano.',
    'Riprova tra qualche minuto.',
  ),
  CHALLENGE_REQUIRED: told(
    'Questa vendita controlla che arrivi una persona, e il controllo non è stato fatto.',
    noPlace,
    'Riprova. Il tuo dispositivo fa il controllo da sé.',
  ),
  CHALLENGE_INVALID: told(
    'Il controllo è scaduto, o la tua rete è cambiata nel frattempo.',
    noPlace,
    'Riprova. Il tuo dispositivo rifà il controllo.',
  ),
  ACCESS_CODE_REQUIRED: told(
    'Questa coda richiede un codice di accesso.',
    nothing,
    'Inserisci il codice, o mettiti nella coda generale.',
  ),
  ACCESS_CODE_INVALID: told(
    'Questo codice di accesso qui non vale.',
    noPlace,
    'Controlla che sia scritto bene. Ogni codice vale solo le volte previste.',
  ),
  IDENTITY_REQUIRED: told(
    'Questa vendita dà un posto a persona, quindi dobbiamo sapere chi sei.',
    noPlace,
    'Conferma il tuo indirizzo e-mail o accedi, poi mettiti in coda.',
  ),
  IDENTITY_AWAY: told(
    'Al momento non si può controllare l’accesso dell’organizzatore.',
    noPlace,
    'Riprova tra qualche secondo. Non serve accedere di nuovo.',
  ),
  IDENTITY_CODE_INVALID: told(
    'Questo codice non è giusto, o è scaduto.',
    nothing,
    'Guarda la nostra ultima e-mail, o chiedi un nuovo codice.',
  ),
  HANDOFF_INVALID: told(
    'Questo codice è già stato usato o è scaduto.',
    'Il tuo posto è rimasto dov’era.',
    'Crea un nuovo codice sull’altro dispositivo.',
  ),
  HANDOFF_CLOSED: told(
    'Questo posto non si può spostare su un altro dispositivo.',
    'Il tuo posto resta su questo dispositivo.',
    'Continua qui.',
  ),
  PLACE_SHOPPING: told(
    'Stai comprando con questo posto.',
    'Il tuo posto e i tuoi biglietti sono al sicuro.',
    'Finisci sul dispositivo con cui stai acquistando.',
  ),
  GROUP_CLOSED: told('I gruppi si formano solo prima dell’apertura della vendita.', nothing, ownPlace),
  GROUP_FULL: told('Questo gruppo è al completo.', nothing, ownPlace),
  GROUP_CODE_INVALID: told(
    'Questo codice di gruppo qui non vale.',
    nothing,
    'Chiedi di nuovo il link al tuo amico, o prendi un posto tuo.',
  ),
  GROUP_SHOPPING: told(
    'Un’altra persona del tuo gruppo sta comprando.',
    'Il posto del tuo gruppo resta.',
    'Aspetta qui. Potrai entrare quando avrà finito.',
  ),
  PASS_IN_USE: told(
    'Questo ingresso è già stato usato in un’altra finestra.',
    noMoney,
    'Continua dove l’hai aperto per primo.',
  ),
  STEP_UP_REQUIRED: told(
    'È il tuo turno, ma prima va confermato un indirizzo e-mail.',
    kept,
    'Scrivi il tuo indirizzo nella pagina della fila e poi il codice che ti inviamo.',
  ),
  STEP_UP_USED: told(
    'Questo indirizzo ha già aperto la porta a un altro posto in questa vendita.',
    kept,
    'Conferma un altro tuo indirizzo.',
  ),
  STEP_UP_NOT_DUE: told(
    'Questo posto non deve più confermare un indirizzo.',
    kept,
    'Continua ad aspettare: ti richiamiamo.',
  ),
  DEFER_LIMIT: told(
    'Puoi lasciare passare gli altri due volte, al massimo mezz’ora.',
    kept,
    'Vieni quando ti chiamiamo, o lascia la coda.',
  ),
  MAIL_STOPPED: told(
    'Questo indirizzo ha chiesto di non ricevere e-mail sui turni.',
    nothing,
    'Usa un altro indirizzo o lascia aperta questa pagina.',
  ),
  PUSH_SERVICE_UNKNOWN: told(
    'Non possiamo risvegliare questo browser.',
    kept,
    'Tieni aperta questa pagina per essere chiamato.',
  ),
  PASS_REQUIRED: told('Al momento non sei nel negozio.', lookUp, backToLine),
  PASS_INVALID: told('Non è stato possibile leggere il tuo ingresso.', lookUp, backToLine),
  PASS_EXPIRED: told(
    'Il tuo tempo per comprare è finito.',
    'Nulla è stato addebitato. Un ordine già fatto non cambia.',
    newPlace,
  ),
  SOLD_OUT: told(
    'Qui non ci sono più così tanti biglietti.',
    'Nulla è stato addebitato. I biglietti che hai riservato restano tuoi.',
    'Scegline meno, o un altro prezzo. I biglietti restituiti compaiono qui.',
  ),
  SEATS_TAKEN: told(
    'Uno di questi posti a sedere è appena stato preso.',
    'Nulla è stato addebitato, e il tuo tempo continua.',
    'La pianta è aggiornata. Scegli altri posti, o lascia che troviamo i migliori vicini.',
  ),
  LIMIT_EXCEEDED: told(
    'Sono più di quanti una persona possa comprare, o di quanti ne contenga un ordine.',
    noMoney,
    'Scegli meno biglietti.',
  ),
  HOLDS_SPENT: told(
    'Hai riservato e restituito biglietti troppe volte.',
    'Nulla è stato addebitato. Ciò che hai riservato resta tuo fino alla scadenza.',
    'Paga ciò che hai, o lascialo agli altri.',
  ),
  LINE_FIRST: told(
    'Questi biglietti sono appena tornati e vengono offerti prima alla coda.',
    'La tua scelta resta, e nulla è stato addebitato.',
    'Se tra 20 secondi ci sono ancora, puoi prenderli.',
  ),
  COOLING_DOWN: told(
    'Hai tenuto questi biglietti quanto può una persona.',
    'Nulla è stato addebitato. Un ordine già fatto non cambia.',
    'Riprova tra qualche minuto, o scegli un altro tipo di biglietto.',
  ),
  QUANTITY_NOT_OFFERED: told(
    'Questi biglietti non si vendono in questa quantità.',
    noMoney,
    'Scegli una quantità offerta per questo biglietto.',
  ),
  AMOUNT_NOT_CHARGEABLE: told(
    'Questo importo non può essere addebitato in un solo ordine.',
    noMoney,
    'Scegli più o meno biglietti, o togli il codice.',
  ),
  PROMO_CODE_INVALID: told(
    'Questo codice non vale per questi biglietti.',
    'Nulla è stato addebitato, e i biglietti restano riservati.',
    'Controlla come è scritto, o continua senza codice.',
  ),
  WALLET_OFF: told(
    'I biglietti per questo wallet qui non sono offerti.',
    'I tuoi biglietti sono validi così come sono.',
    'Tieni questa pagina, o salva il PDF.',
  ),
  TICKET_TYPE_UNKNOWN: told('Questo biglietto non è più in vendita.', noMoney, chooseAgain),
  SEAT_UNKNOWN: told('Questo posto a sedere non fa parte di questa vendita.', noMoney, chooseAgain),
  COMPANION_ONLY: told(
    'Questo posto è per chi accompagna una persona in sedia a rotelle.',
    'Nulla è stato addebitato, e il tuo tempo continua.',
    'Prendilo insieme al posto per sedia a rotelle accanto, o scegli un altro posto.',
  ),
  HOLD_EXPIRED: told(
    'Il tempo per pagare questi biglietti è finito, e sono di nuovo in vendita.',
    noMoney,
    'Scegli di nuovo se sei ancora dentro.',
  ),
  HOLD_NOT_EXTENDABLE: told(
    'Questa scadenza non si può prolungare ancora.',
    'I tuoi biglietti restano riservati fino ad allora.',
    'Paga prima dell’ora indicata.',
  ),
  PAYMENT_IN_PROGRESS: told(
    'C’è un pagamento in corso per questi biglietti.',
    'I biglietti restano riservati per te.',
    'Prima concludi o annulla quell’ordine.',
  ),
  ORDER_OPEN: told(
    'Hai un altro ordine aperto.',
    'I suoi biglietti sono riservati per te.',
    'Prima pagalo o annullalo.',
  ),
  TICKET_NOT_TRANSFERABLE: told(
    'Questo biglietto non si può più cedere.',
    'Non è cambiato nulla.',
    'È già di qualcun altro, è stato usato o rimborsato, o è passato di mano troppe volte.',
  ),
  ORDER_STATE: told(
    'Per questo ordine non è più possibile.',
    'Questa pagina mostra il suo stato attuale.',
    'Ricarica la pagina.',
  ),
  IDEMPOTENCY_IN_PROGRESS: told(
    'La tua prima richiesta è ancora in corso.',
    'Nulla accade due volte.',
    'Aspetta un momento.',
  ),
  CARD_NOT_CHECKED: told(
    'La tua carta non è stata ancora controllata, o la banca non l’ha accettata.',
    'Nulla è stato addebitato, e nessun posto è stato dato né perso.',
    'Controlla di nuovo la carta, o usane un’altra.',
  ),
  PAYMENTS_AWAY: told(
    'Al momento non si possono controllare le carte.',
    'Nulla è stato addebitato, e nessun posto è stato dato né perso.',
    'Riprova tra qualche secondo.',
  ),
  TURN_TAKEN: told(
    'Hai già avuto il tuo turno in questa vendita.',
    'Ciò che hai comprato è tuo.',
    'Qui ogni persona ha un solo turno.',
  ),
  PLACE_ELSEWHERE: told(
    'Sei in coda per un’altra data di questo tour.',
    'Quel posto in coda resta.',
    'Lascia prima l’altra coda se preferisci questa.',
  ),
  TRANSFERS_OFF: told(
    'I biglietti di questa vendita non si possono cedere.',
    'Il tuo biglietto resta tuo e valido.',
    'Chiedi al venditore se non puoi venire.',
  ),
};
