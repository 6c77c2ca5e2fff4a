/** English texts that only the server writes: mails, papers, messages about a turn, pages without JavaScript. */
export const server = {
  plain: {
    script: 'Page with JavaScript',
    noScript: 'Continue without JavaScript',
    needsScript: 'What this page shows is worked out in your own browser, and JavaScript is switched off.',
    byAccount: 'Places in this line are for accounts of the promoter, which needs JavaScript.',
    byCard: 'Places in this line need a checked card, which needs JavaScript. Nothing is charged.',
    byMail: 'Without JavaScript, a code sent by e-mail shows that a person is joining.',
    enterBefore: (time: string) => `Go in before ${time}.`,
    payElsewhere:
      'The card form is the payment provider’s own and needs JavaScript. Open this link in a browser that has it; the tickets stay held until the time above:',
    payWhereOrdered:
      'The card form is the payment provider’s own and needs JavaScript. Open the order in the browser in which you ordered: you can pay there.',
    openText: 'This device does not know the order yet. Paste the link from your e-mail:',
    link: 'Link',
    byLink: 'Do you have a link from your other device or from a friend? Paste it here:',
    stays:
      'This page does not reload while you type. Your turn is shown only on the page of your place: go back there when you are done.',
    pasteThere: 'Without JavaScript, paste this link there on the page of the line.',
  },
  turn: {
    nearlyTitle: 'Your turn is near',
    nearlyText: 'Open the page now and keep it open.',
    text: (minutes: number) => `Open the page and go in. Your place is kept for ${minutes} min.`,
  },
  mailStop: {
    title: 'E-mails about your turn',
    ask: 'Stop all e-mails about turns to this address, for every sale here? Your places in line stay as they are.',
    button: 'Stop these e-mails',
    stopped:
      'Done. This address gets no e-mails about turns for the next 30 days, whoever asks for them. Your places in line stay as they are.',
    invalid: 'This link is not valid. Please use the link in the newest e-mail.',
  },
  code: {
    title: 'Your code to confirm your e-mail address:',
    text: (sale: string, code: string) => `Your code for ${sale}: ${code}`,
    unasked: 'It is good for 10 minutes. If you did not ask for it, you need not do anything.',
  },
  paper: {
    print: 'Show this code at the door, on paper or on your phone. It admits one person, once.',
    starts: (time: string, zone: string) => `Starts ${time} (${zone})`,
  },
  mail: {
    subject: {
      paid: (show: string) => `Your tickets for ${show}`,
      resent: (show: string) => `Your tickets for ${show}`,
      refunded: (show: string) => `Your refund for ${show}`,
      canceled: (show: string) => `Your order for ${show} was canceled`,
      transferred: (show: string) => `A ticket for ${show} is yours`,
      passed_on: (show: string) => `You transferred a ticket for ${show}`,
      voided: (show: string) => `Your ticket for ${show} is no longer valid`,
    },
    hello: (name: string) => `Hello ${name},`,
    lead: {
      paid: 'Thank you. Your order is paid, and these are your tickets:',
      resent: 'Here are your tickets once more:',
      refunded: (amount: string) =>
        `We have refunded ${amount} to the card you paid with. Your bank may take a few days to show it.`,
      canceled: 'Your order was canceled. No money was taken, and the tickets have been released.',
      transferred: (giver: string) =>
        `${giver} has transferred a ticket to you. It is yours now, with a code of its own; the code they had is refused at the door.`,
      passed_on: (holder: string) =>
        `This ticket now belongs to ${holder}, and your code for it is no longer valid. If that was not you, please tell the promoter at once.`,
      voided:
        'The ticket that was transferred to you is no longer valid: its order was refunded or the show was canceled. The money goes to whoever bought it; please ask them.',
    },
    /** `canceled` if another shop holds the money. */
    canceledElsewhere:
      'Your order was canceled, and its tickets are no longer valid. The shop that sold it to you has your money: please ask there for your refund.',
    open: 'Open your order',
    /** `open` for holders of a ticket from another buyer's order. */
    openTicket: 'Open your ticket',
    keep: 'Keep this link to yourself: whoever has it has your tickets.',
    openTickets: 'Open your tickets',
    why: (show: string) => `You get this mail because you have a ticket for ${show}.`,
  },
};

export type ServerWords = typeof server;
