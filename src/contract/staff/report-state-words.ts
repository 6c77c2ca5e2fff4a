import type { AttentionVerb } from './attention-verbs.js';

type Pair = readonly [en: string, de: string];

/** Where refunds of a report stand; `paid_back` is money given back by other means than the provider's. */
const refunds = {
  asked: ['asked for', 'beantragt'],
  sent: ['sent to the provider', 'an den Anbieter gesendet'],
  succeeded: ['given back', 'erstattet'],
  refused: ['refused by the provider', 'vom Anbieter abgelehnt'],
  failed: ['failed', 'gescheitert'],
  paid_back: ['given back otherwise', 'anderweitig zurückgezahlt'],
} as const satisfies Record<string, Pair>;

/** What needed a person. */
const incidents = {
  amount_mismatch: [
    'The payment has another amount than its order',
    'Die Zahlung hat einen anderen Betrag als ihre Bestellung',
  ],
  livemode_mismatch: [
    'A test payment for a real order, or the reverse',
    'Eine Testzahlung für eine echte Bestellung, oder umgekehrt',
  ],
  captured_after_cancel: ['Money was taken for a canceled order', 'Für eine stornierte Bestellung wurde Geld genommen'],
  canceled_after_capture: [
    'A payment was canceled after its money was taken',
    'Eine Zahlung wurde abgebrochen, nachdem ihr Geld genommen war',
  ],
  intent_missing: ['The provider does not know a payment', 'Der Anbieter kennt eine Zahlung nicht'],
  status_unknown: ['A payment is in a state that is not known here', 'Eine Zahlung hat einen hier unbekannten Stand'],
  intent_refused: ['The provider refuses payments of this sale', 'Der Anbieter lehnt Zahlungen dieses Verkaufs ab'],
  captured_in_attention: [
    'Money was taken while an order waits for you',
    'Geld wurde genommen, während eine Bestellung auf eine Entscheidung wartet',
  ],
  captured_without_sale: [
    'Money was taken for tickets that could not be sold',
    'Geld wurde für Tickets genommen, die nicht verkauft werden konnten',
  ],
  canceled_after_paid: [
    'The provider shows a paid order as canceled',
    'Der Anbieter führt eine bezahlte Bestellung als abgebrochen',
  ],
  unexpected_capture_refused: [
    'The money of a paid order was refused',
    'Das Geld einer bezahlten Bestellung wurde verweigert',
  ],
  refund_refused: ['The provider refused a refund', 'Der Anbieter hat eine Erstattung abgelehnt'],
  refund_failed: ['The bank sent a refund back', 'Die Bank hat eine Erstattung zurückgeschickt'],
  refunds_above_paid: ['More was given back than was paid', 'Es wurde mehr erstattet als bezahlt'],
  fraud_warning: ['A bank warns of fraud', 'Eine Bank warnt vor Betrug'],
  disputed: ['A buyer disputes a payment', 'Ein Käufer bestreitet eine Zahlung'],
  dispute_lost: ['A dispute is lost', 'Ein Zahlungsstreit ist verloren'],
  dispute_won: ['A dispute is won', 'Ein Zahlungsstreit ist gewonnen'],
  unknown_intent_refunded: ['Money of no known order was given back', 'Geld ohne bekannte Bestellung wurde erstattet'],
  stray_intent_refunded: [
    'A second payment of an order was given back',
    'Eine zweite Zahlung einer Bestellung wurde erstattet',
  ],
  unknown_order: [
    'The provider told of an order that is not known here',
    'Der Anbieter nannte eine hier unbekannte Bestellung',
  ],
  rebuild_conflict: ['Two orders claim the same tickets', 'Zwei Bestellungen beanspruchen dieselben Tickets'],
  conservation: ['Stock and orders differ', 'Kontingent und Bestellungen weichen voneinander ab'],
  stuck_order: ['An order has not moved for long', 'Eine Bestellung hat sich lange nicht bewegt'],
  stuck_wish: ['The provider has not done what was asked', 'Der Anbieter hat nicht getan, was verlangt war'],
  stuck_fact: [
    'News of a payment could not be applied',
    'Eine Nachricht zu einer Zahlung konnte nicht angewandt werden',
  ],
  stuck_event: [
    'An event of the provider could not be handled',
    'Ein Ereignis des Anbieters konnte nicht verarbeitet werden',
  ],
  stuck_refund: ['A refund has no answer', 'Eine Erstattung hat keine Antwort'],
  stuck_stray: [
    'A payment that no order wants could not be ended',
    'Eine Zahlung, die keine Bestellung will, konnte nicht beendet werden',
  ],
  stuck_draw: ['The draw waits for the public beacon', 'Die Auslosung wartet auf die öffentliche Zufallszahl'],
  stuck_return: [
    'Tickets could not be given back to the stock',
    'Tickets konnten nicht ins Kontingent zurückgegeben werden',
  ],
  stuck_delivery: ['A webhook is overdue', 'Ein Webhook ist überfällig'],
  mail_undeliverable: ['Tickets could not be delivered by mail', 'Tickets konnten nicht per E-Mail zugestellt werden'],
  endpoint_disabled: ['A webhook was switched off', 'Ein Webhook wurde abgeschaltet'],
  poison_event: ['A signed event could not be read', 'Ein signiertes Ereignis war nicht lesbar'],
  decline_rate: ['Many cards are declined', 'Viele Karten werden abgelehnt'],
  quarantine: ['There are charges of orders that are not here', 'Es gibt Zahlungen von Bestellungen, die hier fehlen'],
} as const satisfies Record<string, Pair>;

/** How a person decided. */
const decisions = {
  cancel: ['payment canceled', 'Zahlung abgebrochen'],
  give_back: ['money given back', 'Geld erstattet'],
  paid_back: ['given back otherwise', 'anderweitig zurückgezahlt'],
  keep: ['kept as it is', 'so belassen'],
  void: ['tickets voided', 'Tickets gesperrt'],
  retry: ['tried again', 'erneut versucht'],
  release: ['stock released', 'Kontingent freigegeben'],
  adopt: ['orders adopted', 'Bestellungen übernommen'],
  refund: ['all charges refunded', 'alle Zahlungen erstattet'],
  reinstate: ['tickets count again', 'Tickets gelten wieder'],
  open_without_beacon: ['opened without the beacon', 'ohne die öffentliche Zufallszahl geöffnet'],
} as const satisfies Record<AttentionVerb, Pair>;

export type ReportRefundState = keyof typeof refunds;
export const reportRefundStates = Object.keys(refunds) as ReportRefundState[];
export const reportIncidents = Object.keys(incidents);

/** Returns the phrase of a code; one of another version is shown as it is. */
const said =
  (words: Readonly<Record<string, Pair>>) =>
  (code: string, language: 'en' | 'de' = 'en'): string =>
    (Object.hasOwn(words, code) ? words[code] : undefined)?.[language === 'en' ? 0 : 1] ?? code.replaceAll('_', ' ');

export const refundWords = said(refunds);
export const incidentWords = said(incidents);
export const decisionWords = said(decisions);
