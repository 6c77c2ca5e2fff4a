import type { ServerWords } from './en.server.js';

/** French texts that only the server writes. */
export const server: ServerWords = {
  plain: {
    script: 'Page avec JavaScript',
    noScript: 'Continuer sans JavaScript',
    needsScript: 'Ce que montre cette page est calculé par votre navigateur, et JavaScript est désactivé.',
    byAccount: 'Les places de cette file sont pour les comptes de l’organisateur, ce qui demande JavaScript.',
    byCard: 'Les places de cette file demandent une carte vérifiée, ce qui demande JavaScript. Rien n’est débité.',
    byMail: 'Sans JavaScript, un code reçu par e-mail montre qu’une personne rejoint la file.',
    enterBefore: (time) => `Entrez avant ${time}.`,
    payElsewhere:
      'Le formulaire de carte est celui du prestataire de paiement et demande JavaScript. Ouvrez ce lien dans un navigateur qui l’accepte ; les billets restent réservés jusqu’à l’heure indiquée ci-dessus :',
    payWhereOrdered:
      'Le formulaire de carte est celui du prestataire de paiement et demande JavaScript. Ouvrez la commande dans le navigateur où vous l’avez passée : vous pouvez y payer.',
    openText: 'Cet appareil ne connaît pas encore la commande. Collez le lien reçu par e-mail :',
    link: 'Lien',
    byLink: 'Vous avez un lien de votre autre appareil ou d’un ami ? Collez-le ici :',
    stays:
      'Cette page ne se recharge pas pendant que vous écrivez. Votre tour s’affiche seulement sur la page de votre place : retournez-y quand vous avez fini.',
    pasteThere: 'Sans JavaScript, collez ce lien là-bas sur la page de la file.',
  },
  turn: {
    nearlyTitle: 'C’est bientôt votre tour',
    nearlyText: 'Ouvrez la page maintenant et gardez-la ouverte.',
    text: (minutes) => `Ouvrez la page et entrez. Votre place est gardée pendant ${minutes} min.`,
  },
  mailStop: {
    title: 'E-mails sur votre tour',
    ask: 'Arrêter tous les e-mails à cette adresse qui annoncent un tour, pour toutes les ventes ici ? Vos places dans la file restent inchangées.',
    button: 'Ne plus recevoir ces e-mails',
    stopped:
      'C’est fait. Cette adresse ne recevra plus d’e-mails de ce genre pendant 30 jours, quelle que soit la personne qui les demande. Vos places dans la file restent inchangées.',
    invalid: 'Ce lien n’est pas valable. Utilisez le lien du dernier e-mail reçu.',
  },
  code: {
    title: 'Votre code pour confirmer votre adresse e-mail :',
    text: (sale, code) => `Votre code pour ${sale} : ${code}`,
    unasked: 'Il est valable 10 minutes. Si vous ne l’avez pas demandé, vous n’avez rien à faire.',
  },
  paper: {
    print: 'Montrez ce code à l’entrée, sur papier ou sur votre téléphone. Il fait entrer une personne, une fois.',
    starts: (time, zone) => `Début : ${time} (${zone})`,
  },
  mail: {
    subject: {
      paid: (show) => `Vos billets pour ${show}`,
      resent: (show) => `Vos billets pour ${show}`,
      refunded: (show) => `Votre remboursement pour ${show}`,
      canceled: (show) => `Votre commande pour ${show} a été annulée`,
      transferred: (show) => `Un billet pour ${show} est à vous`,
      passed_on: (show) => `Vous avez transmis un billet pour ${show}`,
      voided: (show) => `Votre billet pour ${show} n’est plus valable`,
    },
    hello: (name) => `Bonjour ${name},`,
    lead: {
      paid: 'Merci. Votre commande est payée, et voici vos billets :',
      resent: 'Voici encore une fois vos billets :',
      refunded: (amount) =>
        `Nous avons remboursé ${amount} sur la carte avec laquelle vous avez payé. Votre banque peut mettre quelques jours à l’afficher.`,
      canceled: 'Votre commande a été annulée. Rien n’a été débité, et les billets ont été remis en vente.',
      transferred: (giver) =>
        `${giver} vous a transmis un billet. Il est à vous désormais, avec son propre code ; l’ancien code est refusé à l’entrée.`,
      passed_on: (holder) =>
        `Ce billet appartient maintenant à ${holder}, et votre code n’est plus valable. Si ce n’était pas vous, prévenez l’organisateur tout de suite.`,
      voided:
        'Le billet qui vous a été transmis n’est plus valable : sa commande a été remboursée ou le spectacle annulé. L’argent revient à la personne qui l’a acheté ; adressez-vous à elle.',
    },
    canceledElsewhere:
      'Votre commande a été annulée, et ses billets ne sont plus valables. La boutique qui vous les a vendus a votre argent : demandez-lui le remboursement.',
    open: 'Ouvrir votre commande',
    openTicket: 'Ouvrir votre billet',
    keep: 'Gardez ce lien pour vous : qui l’a, a vos billets.',
    openTickets: 'Ouvrir vos billets',
    why: (show) => `Vous recevez cet e-mail parce que vous avez un billet pour ${show}.`,
  },
};
