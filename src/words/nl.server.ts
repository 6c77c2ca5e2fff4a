import type { ServerWords } from './en.server.js';

/** Dutch texts that only the server writes. */
export const server: ServerWords = {
  plain: {
    script: 'Pagina met JavaScript',
    noScript: 'Verder zonder JavaScript',
    needsScript: 'Wat deze pagina toont, berekent je eigen browser, en JavaScript staat uit.',
    byAccount: 'Plaatsen in deze rij zijn voor accounts van de organisator; daarvoor is JavaScript nodig.',
    byCard:
      'Plaatsen in deze rij vragen om een gecontroleerde kaart; daarvoor is JavaScript nodig. Er wordt niets afgeschreven.',
    byMail: 'Zonder JavaScript laat een code per e-mail zien dat er een mens aansluit.',
    enterBefore: (time) => `Ga vóór ${time} naar binnen.`,
    payElsewhere:
      'Het kaartformulier is van de betaaldienst en heeft JavaScript nodig. Open deze link in een browser die dat heeft; tot de tijd hierboven blijven de tickets gereserveerd:',
    payWhereOrdered:
      'Het kaartformulier is van de betaaldienst en heeft JavaScript nodig. Open de bestelling in de browser waarin je bestelde: daar kun je betalen.',
    openText: 'Dit apparaat kent de bestelling nog niet. Plak de link uit je e-mail:',
    link: 'Link',
    byLink: 'Heb je een link van je andere apparaat of van een vriend? Plak hem hier:',
    stays:
      'Deze pagina laadt niet opnieuw terwijl je typt. Of je aan de beurt bent, staat alleen op de pagina van je plaats: ga daarheen terug als je klaar bent.',
    pasteThere: 'Zonder JavaScript plak je deze link daar op de pagina van de rij.',
  },
  turn: {
    nearlyTitle: 'Je bent bijna aan de beurt',
    nearlyText: 'Open de pagina nu en laat haar open.',
    text: (minutes) => `Open de pagina en ga naar binnen. Je plaats blijft ${minutes} min. bewaard.`,
  },
  mailStop: {
    title: 'E-mails over je beurt',
    ask: 'Wil je alle e-mails over beurten naar dit adres stopzetten, voor elke verkoop hier? Je plaatsen in de rij blijven zoals ze zijn.',
    button: 'Deze e-mails stopzetten',
    stopped:
      'Klaar. Dit adres krijgt de komende 30 dagen geen e-mails over beurten meer, wie er ook om vraagt. Je plaatsen in de rij blijven zoals ze zijn.',
    invalid: 'Deze link is niet geldig. Gebruik de link in de nieuwste e-mail.',
  },
  code: {
    title: 'Je code om je e-mailadres te bevestigen:',
    text: (sale, code) => `Je code voor ${sale}: ${code}`,
    unasked: 'Hij is 10 minuten geldig. Heb je hem niet aangevraagd, dan hoef je niets te doen.',
  },
  paper: {
    print: 'Toon deze code bij de ingang, op papier of op je telefoon. Hij laat één persoon één keer binnen.',
    starts: (time, zone) => `Begint: ${time} (${zone})`,
  },
  mail: {
    subject: {
      paid: (show) => `Je tickets voor ${show}`,
      resent: (show) => `Je tickets voor ${show}`,
      refunded: (show) => `Je terugbetaling voor ${show}`,
      canceled: (show) => `Je bestelling voor ${show} is geannuleerd`,
      transferred: (show) => `Een ticket voor ${show} is van jou`,
      passed_on: (show) => `Je hebt een ticket voor ${show} overgedragen`,
      voided: (show) => `Je ticket voor ${show} is niet meer geldig`,
    },
    hello: (name) => `Hallo ${name},`,
    lead: {
      paid: 'Bedankt. Je bestelling is betaald, en dit zijn je tickets:',
      resent: 'Hier zijn je tickets nog een keer:',
      refunded: (amount) =>
        `We hebben ${amount} terugbetaald op de kaart waarmee je betaalde. Het kan enkele dagen duren voordat je bank het toont.`,
      canceled: 'Je bestelling is geannuleerd. Er is geen geld afgeschreven, en de tickets zijn weer vrij.',
      transferred: (giver) =>
        `${giver} heeft een ticket aan je overgedragen. Het is nu van jou en heeft een eigen code; de vorige wordt bij de ingang geweigerd.`,
      passed_on: (holder) =>
        `Dit ticket is nu van ${holder}, en jouw code ervoor is niet meer geldig. Was jij dat niet, meld het dan meteen bij de organisator.`,
      voided:
        'Het ticket dat aan je was overgedragen, is niet meer geldig: de bestelling is terugbetaald of de voorstelling is afgelast. Het geld gaat naar wie het kocht; vraag het daar na.',
    },
    canceledElsewhere:
      'Je bestelling is geannuleerd en de tickets zijn niet meer geldig. De winkel waar je kocht, heeft je geld: vraag daar om terugbetaling.',
    open: 'Open je bestelling',
    openTicket: 'Open je ticket',
    keep: 'Houd deze link voor jezelf: wie hem heeft, heeft je tickets.',
    openTickets: 'Open je tickets',
    why: (show) => `Je krijgt deze e-mail omdat je een ticket voor ${show} hebt.`,
  },
};
