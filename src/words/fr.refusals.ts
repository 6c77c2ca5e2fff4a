import type { Refusal, Refusals } from './en.refusals.js';

const told = (what: string, safe: string, next: string): Refusal => ({ what, safe, next });
const nothing = 'Rien de ce qui est à vous n’est touché.';
const kept = 'Votre place est gardée.';
const noMoney = 'Rien n’a été débité.';
const noPlace = 'Aucune place n’a été attribuée ni perdue.';
const soon = 'Réessayez dans un instant.';
const wait = 'Attendez quelques secondes, puis réessayez.';
const newPlace = 'Vous pouvez prendre une nouvelle place à la fin de la file.';
const chooseAgain = 'Rechargez la page et choisissez de nouveau.';

/** French texts of refusals. */
export const refusals: Refusals = {
  AWAY: told(
    'Nous n’avons pas pu joindre la billetterie.',
    'Rien ne vous a été pris : place, billets et argent sont comme avant.',
    'Vérifiez votre connexion, puis réessayez.',
  ),
  CORE_AWAY: told('Nous rétablissons la connexion de notre côté.', nothing, soon),
  OVERLOADED: told('Il y a énormément de monde en ce moment.', nothing, wait),
  RATE_LIMITED: told('Trop de demandes en peu de temps.', nothing, wait),
  INTERNAL: told('Une erreur s’est produite de notre côté.', 'Vous n’avez rien perdu.', soon),
  NOT_FOUND: told(
    'Nous ne trouvons pas cela, ou ce n’est pas accessible depuis cet appareil.',
    'Rien ne vous a été pris.',
    'Vérifiez le lien, ou ouvrez-le sur l’appareil de l’achat.',
  ),
  NOT_SUPPORTED: told('Cette billetterie ne propose pas encore cela.', nothing, 'Continuez sans cette option.'),
  VALIDATION_FAILED: told(
    'Quelque chose dans le formulaire n’est pas correct.',
    'Rien n’a été envoyé et rien n’a été payé.',
    'Vérifiez les champs signalés, puis réessayez.',
  ),
  SALE_NOT_OPEN: told(
    'La salle d’attente n’est pas encore ouverte.',
    'Vous ne manquez rien : arriver tôt ne donne aucun avantage.',
    'Revenez à l’ouverture. L’heure est indiquée sur la page de la vente.',
  ),
  SALE_PAUSED: told(
    'La vente est en pause.',
    'Les places dans la file sont gardées. La vente reprend là où elle s’est arrêtée.',
    'Gardez cette page ouverte et réessayez quand la vente reprend.',
  ),
  SHOW_CANCELED: told(
    'Le spectacle a été annulé.',
    'Les personnes qui ont payé ici sont remboursées par le même moyen de paiement.',
    'Vous n’avez rien à faire.',
  ),
  SALE_CLOSED: told(
    'La vente est terminée.',
    'Rien n’a été débité. Les billets déjà payés sont à vous.',
    'Voyez la page de la vente pour d’autres dates.',
  ),
  PLACE_TOKEN_INVALID: told(
    'Cette place dans la file n’est pas valable.',
    'Rien ne vous a été pris.',
    'Prenez une place sur cette page.',
  ),
  PLACE_TOKEN_REQUIRED: told(
    'Cet appareil n’a pas de place dans cette file.',
    'Rien ne vous a été pris.',
    'Prenez une place sur cette page, ou ouvrez-la sur l’appareil où vous l’avez prise.',
  ),
  PLACE_EXPIRED: told('Votre tour est passé, et le délai pour revenir aussi.', noMoney, newPlace),
  PLACE_DONE: told(
    'Cette place a été utilisée.',
    'Ce que vous avez acheté est à vous.',
    'Si vous n’avez rien acheté avec elle, vous pouvez prendre une nouvelle place à la fin de la file.',
  ),
  PLACE_LEFT: told(
    'Vous avez quitté la file.',
    noMoney,
    'Vous pouvez prendre une nouvelle place à la fin de la file. Si un code est demandé, il doit être encore valable.',
  ),
  LANE_UNKNOWN: told('Cette vente n’a pas cette file.', nothing, chooseAgain),
  JOINS_FROZEN: told(
    'Personne ne peut rejoindre la file pour le moment.',
    'Les places prises avant sont gardées.',
    'Réessayez dans quelques minutes.',
  ),
  CHALLENGE_REQUIRED: told(
    'Cette vente vérifie que c’est bien une personne qui arrive, et la vérification n’a pas eu lieu.',
    noPlace,
    'Réessayez. Votre appareil fait la vérification tout seul.',
  ),
  CHALLENGE_INVALID: told(
    'La vérification a expiré, ou votre réseau a changé pendant ce temps.',
    noPlace,
    'Réessayez. Votre appareil refait la vérification.',
  ),
  ACCESS_CODE_REQUIRED: told(
    'Cette file demande un code d’accès.',
    nothing,
    'Saisissez votre code, ou rejoignez la file générale.',
  ),
  ACCESS_CODE_INVALID: told(
    'Ce code d’accès ne fonctionne pas ici.',
    noPlace,
    'Vérifiez la saisie. Chaque code ne sert qu’autant de fois que prévu.',
  ),
  IDENTITY_REQUIRED: told(
    'Cette vente donne une place par personne : nous devons savoir qui vous êtes.',
    noPlace,
    'Confirmez votre adresse e-mail ou connectez-vous, puis rejoignez la file.',
  ),
  IDENTITY_AWAY: told(
    'La connexion chez l’organisateur ne peut pas être vérifiée pour le moment.',
    noPlace,
    'Réessayez dans quelques secondes. Inutile de vous reconnecter.',
  ),
  IDENTITY_CODE_INVALID: told(
    'Ce code n’est pas bon, ou il a expiré.',
    nothing,
    'Regardez notre dernier e-mail, ou demandez un nouveau code.',
  ),
  HANDOFF_INVALID: told(
    'Ce code a déjà servi ou a expiré.',
    'Votre place est restée où elle était.',
    'Créez un nouveau code sur l’autre appareil.',
  ),
  HANDOFF_CLOSED: told(
    'Cette place ne peut pas être transférée sur un autre appareil.',
    'Votre place est conservée sur cet appareil.',
    'Continuez ici.',
  ),
  PLACE_SHOPPING: told(
    'Vous êtes en train d’acheter avec cette place.',
    'Votre place et vos billets sont en sécurité.',
    'Terminez sur l’appareil avec lequel vous achetez.',
  ),
  GROUP_CLOSED: told(
    'Les groupes ne peuvent se former qu’avant l’ouverture de la vente.',
    nothing,
    'Prenez votre propre place.',
  ),
  GROUP_FULL: told('Ce groupe est complet.', nothing, 'Prenez votre propre place.'),
  GROUP_CODE_INVALID: told(
    'Ce code de groupe n’est pas valable ici.',
    nothing,
    'Redemandez le lien à votre ami, ou prenez votre propre place.',
  ),
  GROUP_SHOPPING: told(
    'Un autre membre de votre groupe est en train d’acheter.',
    'La place de votre groupe est gardée.',
    'Attendez ici. Vous pourrez entrer quand il aura terminé.',
  ),
  PASS_IN_USE: told(
    'Cette entrée a déjà été utilisée dans une autre fenêtre.',
    noMoney,
    'Continuez là où vous l’avez ouverte en premier.',
  ),
  STEP_UP_REQUIRED: told(
    'C’est votre tour, mais une adresse e-mail doit d’abord être confirmée.',
    kept,
    'Saisissez votre adresse sur la page de la file, puis le code que nous vous envoyons.',
  ),
  STEP_UP_USED: told(
    'Cette adresse a déjà ouvert la porte à une autre place de cette vente.',
    kept,
    'Confirmez une autre de vos adresses.',
  ),
  STEP_UP_NOT_DUE: told(
    'Cette place n’a plus d’adresse à confirmer.',
    kept,
    'Continuez d’attendre : vous serez rappelé.',
  ),
  DEFER_LIMIT: told(
    'Vous pouvez laisser passer les autres deux fois, une demi-heure au plus.',
    kept,
    'Venez quand vous êtes appelé, ou quittez la file.',
  ),
  MAIL_STOPPED: told(
    'Cette adresse ne souhaite plus recevoir d’e-mails sur son tour.',
    nothing,
    'Indiquez une autre adresse ou gardez cette page ouverte.',
  ),
  PUSH_SERVICE_UNKNOWN: told(
    'Nous ne pouvons pas réveiller ce navigateur.',
    kept,
    'Gardez cette page ouverte pour être appelé.',
  ),
  PASS_REQUIRED: told(
    'Vous n’êtes pas dans la billetterie en ce moment.',
    'Nous cherchons votre place.',
    'Retournez à la file. Si c’est encore votre tour, vous entrez directement.',
  ),
  PASS_INVALID: told(
    'Votre entrée n’a pas pu être lue.',
    'Nous cherchons votre place.',
    'Retournez à la file. Si c’est encore votre tour, vous entrez directement.',
  ),
  PASS_EXPIRED: told(
    'Votre temps d’achat est écoulé.',
    'Rien n’a été débité. Une commande déjà passée ne change pas.',
    newPlace,
  ),
  SOLD_OUT: told(
    'Il n’y a plus autant de billets ici.',
    'Rien n’a été débité. Les billets que vous avez réservés restent à vous.',
    'Choisissez-en moins, ou un autre prix. Les billets rendus apparaissent ici.',
  ),
  SEATS_TAKEN: told(
    'Une de ces places vient d’être prise.',
    'Rien n’a été débité, et votre temps continue.',
    'Le plan est à jour. Choisissez d’autres places, ou laissez-nous trouver les meilleures côte à côte.',
  ),
  LIMIT_EXCEEDED: told(
    'C’est plus qu’une personne ne peut acheter, ou que ce que contient une commande.',
    noMoney,
    'Choisissez moins de billets.',
  ),
  HOLDS_SPENT: told(
    'Vous avez réservé et rendu des billets trop souvent.',
    'Rien n’a été débité. Les billets réservés restent à vous jusqu’à la fin de leur temps.',
    'Payez ce que vous avez, ou laissez-le aux autres.',
  ),
  LINE_FIRST: told(
    'Ces billets viennent d’être rendus et sont proposés d’abord à la file.',
    'Votre choix est gardé, et rien n’a été débité.',
    'S’ils sont encore là dans 20 secondes, vous pouvez les prendre.',
  ),
  COOLING_DOWN: told(
    'Vous avez réservé ces billets aussi longtemps qu’une personne le peut.',
    'Rien n’a été débité. Une commande déjà passée ne change pas.',
    'Réessayez dans quelques minutes, ou choisissez une autre sorte de billet.',
  ),
  QUANTITY_NOT_OFFERED: told(
    'Ces billets ne sont pas vendus dans cette quantité.',
    noMoney,
    'Choisissez une quantité proposée pour ce billet.',
  ),
  AMOUNT_NOT_CHARGEABLE: told(
    'Ce montant ne peut pas être débité en une commande.',
    noMoney,
    'Choisissez plus ou moins de billets, ou laissez le code de côté.',
  ),
  PROMO_CODE_INVALID: told(
    'Ce code n’est pas valable pour ces billets.',
    'Rien n’a été débité, et vos billets restent réservés.',
    'Vérifiez la saisie, ou continuez sans code.',
  ),
  WALLET_OFF: told(
    'Les billets pour ce portefeuille ne sont pas proposés ici.',
    'Vos billets sont valables tels quels.',
    'Gardez cette page, ou enregistrez le PDF.',
  ),
  TICKET_TYPE_UNKNOWN: told('Ce billet n’est plus en vente.', noMoney, chooseAgain),
  SEAT_UNKNOWN: told('Cette place ne fait pas partie de cette vente.', noMoney, chooseAgain),
  COMPANION_ONLY: told(
    'Cette place est pour l’accompagnant d’une personne en fauteuil roulant.',
    'Rien n’a été débité, et votre temps continue.',
    'Prenez-la avec la place pour fauteuil roulant à côté, ou choisissez une autre place.',
  ),
  HOLD_EXPIRED: told(
    'Le temps pour payer ces billets est écoulé, et ils sont de nouveau en vente.',
    noMoney,
    'Choisissez de nouveau si vous êtes encore à l’intérieur.',
  ),
  HOLD_NOT_EXTENDABLE: told(
    'Ce délai ne peut plus être prolongé.',
    'Vos billets restent réservés jusque-là.',
    'Payez avant l’heure indiquée.',
  ),
  PAYMENT_IN_PROGRESS: told(
    'Un paiement pour ces billets est en cours.',
    'Les billets restent réservés pour vous.',
    'Terminez ou annulez d’abord cette commande.',
  ),
  ORDER_OPEN: told(
    'Vous avez une autre commande en cours.',
    'Ses billets sont réservés pour vous.',
    'Payez-la ou annulez-la d’abord.',
  ),
  TICKET_NOT_TRANSFERABLE: told(
    'Ce billet ne peut plus être transmis.',
    'Rien n’a changé.',
    'Il appartient déjà à quelqu’un d’autre, a été utilisé ou remboursé, ou a changé trop souvent de mains.',
  ),
  ORDER_STATE: told(
    'Ce n’est plus possible pour cette commande.',
    'Cette page montre son état actuel.',
    'Rechargez la page.',
  ),
  IDEMPOTENCY_IN_PROGRESS: told(
    'Votre première demande est encore en cours.',
    'Rien n’arrive deux fois.',
    'Attendez un instant.',
  ),
  CARD_NOT_CHECKED: told(
    'Votre carte n’a pas encore été vérifiée, ou la banque ne l’a pas acceptée.',
    'Rien n’a été débité, et aucune place n’a été attribuée ni perdue.',
    'Vérifiez de nouveau la carte, ou utilisez-en une autre.',
  ),
  PAYMENTS_AWAY: told(
    'Les cartes ne peuvent pas être vérifiées pour le moment.',
    'Rien n’a été débité, et aucune place n’a été attribuée ni perdue.',
    'Réessayez dans quelques secondes.',
  ),
  TURN_TAKEN: told(
    'Vous avez déjà eu votre tour dans cette vente.',
    'Ce que vous avez acheté est à vous.',
    'Ici, chaque personne a un seul tour.',
  ),
  PLACE_ELSEWHERE: told(
    'Vous êtes dans la file d’une autre date de cette tournée.',
    'Cette place est gardée.',
    'Quittez d’abord l’autre file si vous préférez celle-ci.',
  ),
  TRANSFERS_OFF: told(
    'Les billets de cette vente ne peuvent pas être transmis.',
    'Votre billet reste à vous et valable.',
    'Adressez-vous au vendeur si vous ne pouvez pas venir.',
  ),
};
