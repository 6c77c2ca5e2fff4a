import type { Refusals } from './en.refusals.js';

export const refusals: Refusals = {
  AWAY: {
    what: 'Wir haben die Kasse nicht erreicht.',
    safe: 'Dir wurde nichts genommen: Platz, Tickets und Geld sind wie zuvor.',
    next: 'Prüfe deine Verbindung und versuche es noch einmal.',
  },
  CORE_AWAY: {
    what: 'Wir verbinden uns gerade neu.',
    safe: 'Das betrifft nichts von dir.',
    next: 'Versuche es gleich noch einmal.',
  },
  OVERLOADED: {
    what: 'Im Moment sind sehr viele hier.',
    safe: 'Für dich ändert sich nichts.',
    next: 'Warte ein paar Sekunden und versuche es noch einmal.',
  },
  RATE_LIMITED: {
    what: 'Das wurde in kurzer Zeit zu oft gefragt.',
    safe: 'Für dich ändert sich nichts.',
    next: 'Warte ein paar Sekunden und versuche es noch einmal.',
  },
  INTERNAL: {
    what: 'Bei uns ist etwas kaputtgegangen.',
    safe: 'Nichts von dir ist verloren.',
    next: 'Versuche es gleich noch einmal.',
  },
  NOT_FOUND: {
    what: 'Hier ist nichts, oder nicht für dieses Gerät.',
    safe: 'Dir ist nichts verloren gegangen.',
    next: 'Prüfe den Link oder öffne ihn auf dem Gerät, mit dem du gekauft hast.',
  },
  NOT_SUPPORTED: {
    what: 'Das bietet diese Kasse noch nicht an.',
    safe: 'Für dich ändert sich nichts.',
    next: 'Es geht auch ohne weiter.',
  },
  VALIDATION_FAILED: {
    what: 'Etwas im Formular ist nicht, wie es sein muss.',
    safe: 'Es wurde nichts abgeschickt und nichts bezahlt.',
    next: 'Prüfe die markierten Felder und versuche es noch einmal.',
  },
  SALE_NOT_OPEN: {
    what: 'Der Warteraum ist noch nicht offen.',
    safe: 'Du verpasst nichts: Früher zu kommen bringt nichts.',
    next: 'Komm wieder, wenn er öffnet. Die Uhrzeit steht auf der Seite des Verkaufs.',
  },
  SALE_PAUSED: {
    what: 'Der Verkauf macht Pause.',
    safe: 'Plätze in der Schlange bleiben. Es geht dort weiter, wo es aufgehört hat.',
    next: 'Lass diese Seite offen und versuche es, sobald es weitergeht.',
  },
  SHOW_CANCELED: {
    what: 'Die Veranstaltung wurde abgesagt.',
    safe: 'Wer hier bezahlt hat, bekommt sein Geld auf demselben Weg zurück.',
    next: 'Du musst nichts tun.',
  },
  SALE_CLOSED: {
    what: 'Der Verkauf ist beendet.',
    safe: 'Es wurde kein Geld abgebucht. Bezahlte Tickets gehören dir.',
    next: 'Auf der Seite des Verkaufs stehen andere Termine.',
  },
  PLACE_TOKEN_INVALID: {
    what: 'Dieser Platz ist ungültig.',
    safe: 'Dir ist nichts verloren gegangen.',
    next: 'Nimm auf dieser Seite einen Platz.',
  },
  PLACE_TOKEN_REQUIRED: {
    what: 'Dieses Gerät hat keinen Platz in dieser Schlange.',
    safe: 'Dir ist nichts verloren gegangen.',
    next: 'Nimm hier einen Platz oder öffne die Seite auf dem Gerät, mit dem du gekommen bist.',
  },
  PLACE_EXPIRED: {
    what: 'Du warst an der Reihe, aber die Zeit zum Zurückkommen ist abgelaufen.',
    safe: 'Es wurde kein Geld abgebucht.',
    next: 'Du kannst am Ende der Schlange einen neuen Platz nehmen.',
  },
  PLACE_DONE: {
    what: 'Dieser Platz wurde schon benutzt.',
    safe: 'Was du gekauft hast, gehört dir.',
    next: 'Hast du damit nichts gekauft, kannst du am Ende der Schlange einen neuen Platz nehmen.',
  },
  PLACE_LEFT: {
    what: 'Du hast die Schlange mit diesem Platz verlassen.',
    safe: 'Es wurde kein Geld abgebucht.',
    next: 'Du kannst am Ende der Schlange einen neuen Platz nehmen. Wo ein Code nötig ist, muss er noch gelten.',
  },
  LANE_UNKNOWN: {
    what: 'Diese Schlange gibt es hier nicht.',
    safe: 'Für dich ändert sich nichts.',
    next: 'Lade die Seite neu und wähle noch einmal.',
  },
  JOINS_FROZEN: {
    what: 'Gerade kann sich niemand neu anstellen.',
    safe: 'Plätze von vorher bleiben erhalten.',
    next: 'Versuche es in ein paar Minuten noch einmal.',
  },
  CHALLENGE_REQUIRED: {
    what: 'Dieser Verkauf prüft, ob sich ein Mensch anstellt, und die Prüfung fehlt noch.',
    safe: 'Es wurde kein Platz vergeben und keiner verloren.',
    next: 'Versuche es noch einmal. Dein Gerät erledigt die Prüfung von selbst.',
  },
  CHALLENGE_INVALID: {
    what: 'Die Prüfung ist abgelaufen, oder dein Netz hat währenddessen gewechselt.',
    safe: 'Es wurde kein Platz vergeben und keiner verloren.',
    next: 'Versuche es noch einmal. Dein Gerät prüft dann neu.',
  },
  ACCESS_CODE_REQUIRED: {
    what: 'Für diese Warteschlange brauchst du einen Code.',
    safe: 'Für dich ändert sich nichts.',
    next: 'Gib deinen Code ein oder nimm die allgemeine Schlange.',
  },
  ACCESS_CODE_INVALID: {
    what: 'Dieser Code gilt hier nicht.',
    safe: 'Es wurde kein Platz vergeben und keiner verloren.',
    next: 'Prüfe den Code auf Tippfehler. Jeder Code gilt nur so oft, wie es vorgesehen ist.',
  },
  CARD_NOT_CHECKED: {
    what: 'Deine Karte ist noch nicht geprüft, oder die Bank hat sie nicht angenommen.',
    safe: 'Es wurde nichts abgebucht und kein Platz vergeben oder verloren.',
    next: 'Prüfe die Karte noch einmal oder nimm eine andere.',
  },
  PAYMENTS_AWAY: {
    what: 'Karten lassen sich gerade nicht prüfen.',
    safe: 'Es wurde nichts abgebucht und kein Platz vergeben oder verloren.',
    next: 'Versuche es in ein paar Sekunden noch einmal.',
  },
  TURN_TAKEN: {
    what: 'Du warst in diesem Verkauf schon an der Reihe.',
    safe: 'Was du gekauft hast, gehört dir.',
    next: 'In diesem Verkauf ist jede Person einmal an der Reihe.',
  },
  PLACE_ELSEWHERE: {
    what: 'Du stehst schon für eine andere Veranstaltung dieser Tour an.',
    safe: 'Dieser Platz bleibt dir.',
    next: 'Verlasse zuerst die andere Schlange, wenn du lieber hier anstehen möchtest.',
  },
  IDENTITY_REQUIRED: {
    what: 'Bei diesem Verkauf bekommt jede Person einen Platz, deshalb müssen wir wissen, wer du bist.',
    safe: 'Es wurde kein Platz vergeben und keiner verloren.',
    next: 'Bestätige deine E-Mail-Adresse oder melde dich an, dann stell dich an.',
  },
  IDENTITY_AWAY: {
    what: 'Die Anmeldung beim Veranstalter lässt sich gerade nicht prüfen.',
    safe: 'Es wurde kein Platz vergeben und keiner verloren.',
    next: 'Versuche es in ein paar Sekunden noch einmal. Du musst dich nicht neu anmelden.',
  },
  IDENTITY_CODE_INVALID: {
    what: 'Dieser Code stimmt nicht oder ist abgelaufen.',
    safe: 'Für dich ändert sich nichts.',
    next: 'Sieh in der neuesten E-Mail von uns nach oder fordere einen neuen Code an.',
  },
  HANDOFF_INVALID: {
    what: 'Dieser Code wurde schon benutzt oder ist abgelaufen.',
    safe: 'Dein Platz bleibt, wo er war.',
    next: 'Erzeuge auf dem anderen Gerät einen neuen Code.',
  },
  HANDOFF_CLOSED: {
    what: 'Dieser Platz lässt sich nicht auf ein anderes Gerät übertragen.',
    safe: 'Dein Platz bleibt auf diesem Gerät erhalten.',
    next: 'Mach hier weiter.',
  },
  PLACE_SHOPPING: {
    what: 'Du kaufst gerade mit diesem Platz ein.',
    safe: 'Dein Platz und deine Tickets sind sicher.',
    next: 'Schließe den Kauf auf dem Gerät ab, auf dem du gerade einkaufst.',
  },
  GROUP_CLOSED: {
    what: 'Gruppen lassen sich nur vor Verkaufsbeginn bilden.',
    safe: 'Für dich ändert sich nichts.',
    next: 'Hol dir einen eigenen Platz.',
  },
  GROUP_FULL: {
    what: 'Diese Gruppe ist voll.',
    safe: 'Für dich ändert sich nichts.',
    next: 'Hol dir einen eigenen Platz.',
  },
  GROUP_CODE_INVALID: {
    what: 'Dieser Gruppencode gilt hier nicht.',
    safe: 'Für dich ändert sich nichts.',
    next: 'Bitte deine Freunde noch einmal um den Link oder hol dir einen eigenen Platz.',
  },
  GROUP_SHOPPING: {
    what: 'Gerade kauft jemand anderes aus deiner Gruppe ein.',
    safe: 'Der Platz deiner Gruppe bleibt.',
    next: 'Warte hier. Du kannst hinein, sobald der Einkauf zu Ende ist.',
  },
  PASS_IN_USE: {
    what: 'Dieser Einlass wurde schon in einem anderen Fenster benutzt.',
    safe: 'Es wurde kein Geld abgebucht.',
    next: 'Mach dort weiter, wo du zuerst warst.',
  },
  STEP_UP_REQUIRED: {
    what: 'Du bist dran, vorher muss eine E-Mail-Adresse bestätigt werden.',
    safe: 'Dein Platz bleibt dir.',
    next: 'Gib auf der Wartseite deine Adresse ein und dann den Code, den wir dir schicken.',
  },
  STEP_UP_USED: {
    what: 'Diese Adresse hat in diesem Verkauf schon einem anderen Platz die Tür geöffnet.',
    safe: 'Dein Platz bleibt dir vorerst.',
    next: 'Bestätige eine andere Adresse von dir.',
  },
  STEP_UP_NOT_DUE: {
    what: 'Dieser Platz muss keine Adresse mehr bestätigen.',
    safe: 'Dein Platz bleibt dir.',
    next: 'Warte weiter: Du wirst wieder aufgerufen.',
  },
  DEFER_LIMIT: {
    what: 'Du kannst zweimal andere vorlassen, jeweils höchstens eine halbe Stunde.',
    safe: 'Dein Platz bleibt.',
    next: 'Komm, wenn du gerufen wirst, oder verlasse die Schlange.',
  },
  MAIL_STOPPED: {
    what: 'Für diese Adresse wurden solche E-Mails abbestellt.',
    safe: 'Dein Platz in der Schlange bleibt, wie er ist.',
    next: 'Nimm eine andere Adresse oder lass diese Seite offen.',
  },
  PUSH_SERVICE_UNKNOWN: {
    what: 'Diesen Browser können wir nicht wecken.',
    safe: 'Dein Platz bleibt.',
    next: 'Lass diese Seite offen, damit wir dich rufen können.',
  },
  PASS_REQUIRED: {
    what: 'Du bist gerade nicht im Shop.',
    safe: 'Wir sehen noch einmal nach deinem Platz.',
    next: 'Geh zurück zur Warteschlange. Wenn du noch dran bist, kommst du sofort hinein.',
  },
  PASS_INVALID: {
    what: 'Dein Einlass konnte nicht gelesen werden.',
    safe: 'Wir sehen noch einmal nach deinem Platz.',
    next: 'Geh zurück zur Warteschlange. Wenn du noch dran bist, kommst du sofort hinein.',
  },
  PASS_EXPIRED: {
    what: 'Deine Zeit zum Einkaufen ist vorbei.',
    safe: 'Es wurde kein Geld abgebucht. Eine Bestellung, die schon läuft, geht weiter.',
    next: 'Du kannst am Ende der Schlange einen neuen Platz nehmen.',
  },
  SOLD_OUT: {
    what: 'So viele Tickets sind hier nicht mehr verfügbar.',
    safe: 'Es wurde kein Geld abgebucht. Was für dich reserviert ist, bleibt reserviert.',
    next: 'Nimm weniger oder einen anderen Preis. Was andere zurückgeben, erscheint hier.',
  },
  SEATS_TAKEN: {
    what: 'Bei einem dieser Plätze war jemand schneller.',
    safe: 'Es wurde kein Geld abgebucht, und deine Zeit läuft weiter.',
    next: 'Der Plan ist jetzt aktuell. Wähle andere oder lass uns die besten nebeneinander suchen.',
  },
  LIMIT_EXCEEDED: {
    what: 'Das ist mehr, als eine Person kaufen darf oder in eine Bestellung passt.',
    safe: 'Es wurde kein Geld abgebucht.',
    next: 'Nimm weniger Tickets.',
  },
  HOLDS_SPENT: {
    what: 'Du hast zu oft Tickets reserviert und wieder freigegeben.',
    safe: 'Es wurde kein Geld abgebucht. Was gerade für dich reserviert ist, bleibt es, bis die Zeit abläuft.',
    next: 'Bezahle, was du reserviert hast, oder überlass es anderen.',
  },
  LINE_FIRST: {
    what: 'Diese Tickets sind gerade zurückgekommen und gehen zuerst an die Schlange.',
    safe: 'Deine Auswahl bleibt, und es wurde kein Geld abgebucht.',
    next: 'Sind sie in 20 Sekunden noch da, kannst du sie nehmen.',
  },
  COOLING_DOWN: {
    what: 'Du hattest diese Tickets so lange reserviert, wie es eine Person darf.',
    safe: 'Es wurde kein Geld abgebucht. Eine Bestellung, die schon läuft, geht weiter.',
    next: 'Versuche es in ein paar Minuten noch einmal oder nimm andere Tickets.',
  },
  QUANTITY_NOT_OFFERED: {
    what: 'In dieser Anzahl gibt es diese Tickets nicht.',
    safe: 'Es wurde kein Geld abgebucht.',
    next: 'Wähle eine Anzahl, die für dieses Ticket angeboten wird.',
  },
  AMOUNT_NOT_CHARGEABLE: {
    what: 'Dieser Betrag lässt sich nicht in einer Bestellung bezahlen.',
    safe: 'Es wurde kein Geld abgebucht.',
    next: 'Nimm weniger oder mehr Tickets oder lass den Code weg.',
  },
  PROMO_CODE_INVALID: {
    what: 'Dieser Code gilt nicht für diese Tickets.',
    safe: 'Es wurde kein Geld abgebucht, und deine Tickets bleiben reserviert.',
    next: 'Prüfe die Schreibweise oder mach ohne Code weiter.',
  },
  WALLET_OFF: {
    what: 'Tickets für diese Wallet gibt es hier nicht.',
    safe: 'Deine Tickets gelten, so wie sie sind.',
    next: 'Behalte diese Seite oder speichere das PDF.',
  },
  TICKET_TYPE_UNKNOWN: {
    what: 'Dieses Ticket wird nicht mehr verkauft.',
    safe: 'Es wurde kein Geld abgebucht.',
    next: 'Lade die Seite neu und wähle noch einmal.',
  },
  SEAT_UNKNOWN: {
    what: 'Diesen Sitz gibt es in diesem Verkauf nicht.',
    safe: 'Es wurde kein Geld abgebucht.',
    next: 'Lade die Seite neu und wähle noch einmal.',
  },
  COMPANION_ONLY: {
    what: 'Dieser Platz ist für die Begleitung eines Menschen im Rollstuhl.',
    safe: 'Es wurde kein Geld abgebucht, und deine Zeit läuft weiter.',
    next: 'Nimm ihn zusammen mit dem Rollstuhlplatz daneben, oder wähle einen anderen.',
  },
  HOLD_EXPIRED: {
    what: 'Die Zeit für diese Tickets ist abgelaufen. Sie sind wieder im Verkauf.',
    safe: 'Es wurde kein Geld abgebucht.',
    next: 'Wähle noch einmal, solange du drinnen bist.',
  },
  HOLD_NOT_EXTENDABLE: {
    what: 'Diese Frist lässt sich nicht weiter verschieben.',
    safe: 'Bis dahin bleiben die Tickets für dich reserviert.',
    next: 'Bezahle vor der angezeigten Zeit.',
  },
  PAYMENT_IN_PROGRESS: {
    what: 'Für diese Tickets läuft schon eine Zahlung.',
    safe: 'Die Tickets bleiben für dich reserviert.',
    next: 'Schließe zuerst diese Bestellung ab oder storniere sie.',
  },
  ORDER_OPEN: {
    what: 'Du hast noch eine offene Bestellung.',
    safe: 'Deren Tickets sind für dich reserviert.',
    next: 'Bezahle sie zuerst oder storniere sie.',
  },
  TRANSFERS_OFF: {
    what: 'Die Tickets dieses Verkaufs sind nicht übertragbar.',
    safe: 'Dein Ticket gehört weiter dir und bleibt gültig.',
    next: 'Wende dich an den Veranstalter, wenn du nicht hingehen kannst.',
  },
  TICKET_NOT_TRANSFERABLE: {
    what: 'Dieses Ticket lässt sich nicht mehr übertragen.',
    safe: 'Es hat sich nichts geändert.',
    next: 'Es gehört schon jemand anderem, wurde benutzt oder erstattet, oder es wurde zu oft übertragen.',
  },
  ORDER_STATE: {
    what: 'Das geht mit dieser Bestellung nicht mehr.',
    safe: 'Ihr wirklicher Stand steht auf dieser Seite.',
    next: 'Lade die Seite neu.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    what: 'Deine erste Anfrage wird noch bearbeitet.',
    safe: 'Nichts geschieht doppelt.',
    next: 'Warte einen Moment.',
  },
};
