import type { ServerWords } from './en.server.js';

/** Italian texts that only the server writes. */
export const server: ServerWords = {
  plain: {
    script: 'Pagina con JavaScript',
    noScript: 'Continua senza JavaScript',
    needsScript: 'Ciò che mostra questa pagina lo calcola il tuo browser, e JavaScript è disattivato.',
    byAccount: 'I posti in questa coda sono per gli account dell’organizzatore, e per questo serve JavaScript.',
    byCard:
      'I posti in questa coda richiedono una carta controllata, e per questo serve JavaScript. Nulla viene addebitato.',
    byMail: 'Senza JavaScript, un codice inviato per e-mail mostra che si tratta di una persona.',
    enterBefore: (time) => `Entra prima delle ${time}.`,
    payElsewhere:
      'Il modulo della carta è del fornitore dei pagamenti e richiede JavaScript. Apri questo link in un browser che lo supporta; fino all’ora indicata sopra i biglietti restano riservati:',
    payWhereOrdered:
      'Il modulo della carta è del fornitore dei pagamenti e richiede JavaScript. Apri l’ordine nel browser in cui lo hai fatto: lì puoi pagare.',
    openText: 'Questo dispositivo non conosce ancora l’ordine. Incolla il link dalla tua e-mail:',
    link: 'Link',
    byLink: 'Hai un link dal tuo altro dispositivo o da un amico? Incollalo qui:',
    stays:
      'Questa pagina non si ricarica mentre scrivi. Il tuo turno compare solo nella pagina del tuo posto: torna lì quando hai finito.',
    pasteThere: 'Senza JavaScript, incolla lì questo link nella pagina della coda.',
  },
  turn: {
    nearlyTitle: 'Tra poco tocca a te',
    nearlyText: 'Apri la pagina adesso e lasciala aperta.',
    text: (minutes) => `Apri la pagina ed entra. Il tuo posto in coda è tuo per ${minutes} min.`,
  },
  mailStop: {
    title: 'E-mail sul tuo turno',
    ask: 'Vuoi fermare tutte le e-mail sui turni a questo indirizzo, per tutte le vendite qui? I tuoi posti in coda restano come sono.',
    button: 'Non ricevere più queste e-mail',
    stopped:
      'Fatto. Per i prossimi 30 giorni questo indirizzo non riceverà e-mail sui turni, chiunque le chieda. I tuoi posti in coda restano come sono.',
    invalid: 'Questo link non è valido. Usa il link dell’e-mail più recente.',
  },
  code: {
    title: 'Il tuo codice per confermare l’indirizzo e-mail:',
    text: (sale, code) => `Il tuo codice per ${sale}: ${code}`,
    unasked: 'Vale 10 minuti. Se non l’hai chiesto, non devi fare nulla.',
  },
  paper: {
    print: 'Mostra questo codice all’ingresso, su carta o sul telefono. Fa entrare una persona, una volta.',
    starts: (time, zone) => `Inizio: ${time} (${zone})`,
  },
  mail: {
    subject: {
      paid: (show) => `I tuoi biglietti per ${show}`,
      resent: (show) => `I tuoi biglietti per ${show}`,
      refunded: (show) => `Il tuo rimborso per ${show}`,
      canceled: (show) => `Il tuo ordine per ${show} è stato annullato`,
      transferred: (show) => `Un biglietto per ${show} è tuo`,
      passed_on: (show) => `Hai trasferito un biglietto per ${show}`,
      voided: (show) => `Il tuo biglietto per ${show} non è più valido`,
    },
    hello: (name) => `Ciao ${name},`,
    lead: {
      paid: 'grazie. Il tuo ordine è pagato, e questi sono i tuoi biglietti:',
      resent: 'ecco di nuovo i tuoi biglietti:',
      refunded: (amount) =>
        `abbiamo rimborsato ${amount} sulla carta con cui hai pagato. La tua banca può impiegare qualche giorno a mostrarlo.`,
      canceled: 'il tuo ordine è stato annullato. Nulla è stato addebitato, e i biglietti sono di nuovo liberi.',
      transferred: (giver) =>
        `${giver} ti ha trasferito un biglietto. Ora è tuo e ha un codice proprio; quello precedente viene rifiutato all’ingresso.`,
      passed_on: (holder) =>
        `questo biglietto ora è di ${holder}, e il tuo codice non vale più. Se non sei stato tu, avvisa subito l’organizzatore.`,
      voided:
        'il biglietto che ti è stato trasferito non è più valido: il suo ordine è stato rimborsato o lo spettacolo annullato. I soldi tornano a chi l’ha comprato; rivolgiti a quella persona.',
    },
    canceledElsewhere:
      'Il tuo ordine è stato annullato e i suoi biglietti non sono più validi. I tuoi soldi li ha il negozio dove hai comprato: chiedi lì il rimborso.',
    open: 'Apri il tuo ordine',
    openTicket: 'Apri il tuo biglietto',
    keep: 'Tieni questo link per te: chi lo ha, ha i tuoi biglietti.',
    openTickets: 'Apri i tuoi biglietti',
    why: (show) => `Ricevi questa e-mail perché hai un biglietto per ${show}.`,
  },
};
