import type { Refusal, Refusals } from './en.refusals.js';

const told = (what: string, safe: string, next: string): Refusal => ({ what, safe, next });
const nothing = 'Nada do que é seu foi afetado.';
const kept = 'Seu lugar fica guardado.';
const noMoney = 'Nada foi cobrado.';
const noPlace = 'Nenhum lugar foi dado nem perdido.';
const soon = 'Tente de novo daqui a pouco.';
const wait = 'Espere alguns segundos e tente de novo.';
const newPlace = 'Você pode pegar um novo lugar no fim da fila.';
const chooseAgain = 'Recarregue a página e escolha de novo.';
const ownPlace = 'Pegue o seu próprio lugar.';

/** Portuguese texts (of Brazil) of refusals. */
export const refusals: Refusals = {
  AWAY: told(
    'Não conseguimos falar com a bilheteria.',
    'Nada foi tirado de você: lugar, ingressos e dinheiro estão como estavam.',
    'Verifique sua conexão e tente de novo.',
  ),
  CORE_AWAY: told('Estamos reconectando do nosso lado.', nothing, soon),
  OVERLOADED: told('Há muita gente aqui agora.', nothing, wait),
  RATE_LIMITED: told('Pedidos demais em pouco tempo.', nothing, wait),
  INTERNAL: told('Algo deu errado do nosso lado.', 'Você não perdeu nada.', soon),
  NOT_FOUND: told(
    'Não encontramos isto, ou não está disponível neste aparelho.',
    'Nada foi tirado de você.',
    'Confira o link, ou abra-o no aparelho com que comprou.',
  ),
  NOT_SUPPORTED: told('Esta bilheteria ainda não oferece isso.', nothing, 'Continue sem essa opção.'),
  VALIDATION_FAILED: told(
    'Algo no formulário não está certo.',
    'Nada foi enviado e nada foi pago.',
    'Confira os campos marcados e tente de novo.',
  ),
  SALE_NOT_OPEN: told(
    'A sala de espera ainda não está aberta.',
    'Você não perde nada: chegar cedo não dá vantagem.',
    'Volte quando ela abrir. O horário está na página da venda.',
  ),
  SALE_PAUSED: told(
    'A venda está em pausa.',
    'Os lugares na fila ficam guardados. A venda continua de onde parou.',
    'Mantenha esta página aberta e tente de novo quando a venda continuar.',
  ),
  SHOW_CANCELED: told(
    'O espetáculo foi cancelado.',
    'Quem pagou aqui recebe o dinheiro de volta pelo mesmo meio de pagamento.',
    'Você não precisa fazer nada.',
  ),
  SALE_CLOSED: told(
    'A venda está encerrada.',
    'Nada foi cobrado. Os ingressos que você já pagou são seus.',
    'Veja outras datas na página da venda.',
  ),
  PLACE_TOKEN_INVALID: told(
    'Este lugar na fila não é válido.',
    'Nada foi tirado de você.',
    'Pegue um lugar nesta página.',
  ),
  PLACE_TOKEN_REQUIRED: told(
    'Este aparelho não tem lugar nesta fila.',
    'Nada foi tirado de você.',
    'Pegue um lugar nesta página, ou abra-a no aparelho com que entrou na fila.',
  ),
  PLACE_EXPIRED: told('Sua vez passou, e o tempo para voltar também.', noMoney, newPlace),
  PLACE_DONE: told(
    'Este lugar foi usado.',
    'O que você comprou é seu.',
    'Se não comprou nada com ele, você pode pegar um novo lugar no fim da fila.',
  ),
  PLACE_LEFT: told(
    'Você saiu da fila.',
    noMoney,
    'Você pode pegar um novo lugar no fim da fila. Onde se pede um código, ele precisa ainda valer.',
  ),
  LANE_UNKNOWN: told('Esta venda não tem essa fila.', nothing, chooseAgain),
  JOINS_FROZEN: told(
    'Ninguém pode entrar na fila no momento.',
    'Os lugares pegos antes ficam guardados.',
    'Tente de novo em alguns minutos.',
  ),
  CHALLENGE_REQUIRED: told(
    'Esta venda confere se é uma pessoa que entra, e a verificação não foi feita.',
    noPlace,
    'Tente de novo. Seu aparelho faz a verificação sozinho.',
  ),
  CHALLENGE_INVALID: told(
    'A verificação expirou, ou sua rede mudou enquanto isso.',
    noPlace,
    'Tente de novo. Seu aparelho repete a verificação.',
  ),
  ACCESS_CODE_REQUIRED: told(
    'Esta fila pede um código de acesso.',
    nothing,
    'Digite seu código, ou entre na fila geral.',
  ),
  ACCESS_CODE_INVALID: told(
    'Este código de acesso não funciona aqui.',
    noPlace,
    'Confira se digitou certo. Cada código só vale o número de vezes previsto.',
  ),
  CARD_NOT_CHECKED: told(
    'Seu cartão ainda não foi verificado, ou o banco não o aceitou.',
    'Nada foi cobrado, e nenhum lugar foi dado nem perdido.',
    'Verifique o cartão de novo, ou use outro.',
  ),
  PAYMENTS_AWAY: told(
    'Não é possível verificar cartões agora.',
    'Nada foi cobrado, e nenhum lugar foi dado nem perdido.',
    'Tente de novo em alguns segundos.',
  ),
  TURN_TAKEN: told(
    'Você já teve sua vez nesta venda.',
    'O que você comprou é seu.',
    'Aqui cada pessoa tem uma única vez.',
  ),
  PLACE_ELSEWHERE: told(
    'Você está na fila de outra data desta turnê.',
    'Aquele lugar fica guardado.',
    'Saia antes da outra fila se preferir ficar nesta.',
  ),
  IDENTITY_REQUIRED: told(
    'Esta venda dá um lugar por pessoa, então precisamos saber quem você é.',
    noPlace,
    'Confirme seu e-mail ou entre na sua conta, e depois entre na fila.',
  ),
  IDENTITY_AWAY: told(
    'Não é possível verificar agora o login do organizador.',
    noPlace,
    'Tente de novo em alguns segundos. Não é preciso entrar de novo.',
  ),
  IDENTITY_CODE_INVALID: told(
    'Este código não está certo, ou expirou.',
    nothing,
    'Veja o nosso e-mail mais recente, ou peça um novo código.',
  ),
  HANDOFF_INVALID: told(
    'Este código já foi usado ou expirou.',
    'Seu lugar continua onde estava.',
    'Crie um novo código no outro aparelho.',
  ),
  HANDOFF_CLOSED: told(
    'Este lugar não pode passar para outro aparelho.',
    'Seu lugar continua guardado neste aparelho.',
    'Continue por aqui.',
  ),
  PLACE_SHOPPING: told(
    'Você está comprando com este lugar.',
    'Seu lugar e seus ingressos estão seguros.',
    'Termine no aparelho em que você está comprando.',
  ),
  GROUP_CLOSED: told('Grupos só podem ser formados antes de a venda abrir.', nothing, ownPlace),
  GROUP_FULL: told('Este grupo está cheio.', nothing, ownPlace),
  GROUP_CODE_INVALID: told(
    'Este código de grupo não vale aqui.',
    nothing,
    'Peça o link de novo ao seu amigo, ou pegue o seu próprio lugar.',
  ),
  GROUP_SHOPPING: told(
    'Outra pessoa do seu grupo está comprando.',
    'O lugar do seu grupo fica guardado.',
    'Espere aqui. Você pode entrar quando ela terminar.',
  ),
  PASS_IN_USE: told(
    'Esta entrada já foi usada em outra janela da loja.',
    noMoney,
    'Continue onde você a abriu primeiro.',
  ),
  STEP_UP_REQUIRED: told(
    'Chegou a sua vez, mas antes é preciso confirmar um endereço de e-mail.',
    kept,
    'Digite seu endereço na página da fila e depois o código que enviamos.',
  ),
  STEP_UP_USED: told(
    'Este endereço já abriu a porta para outro lugar nesta venda.',
    kept,
    'Confirme outro endereço seu.',
  ),
  STEP_UP_NOT_DUE: told(
    'Este lugar não precisa mais confirmar um endereço.',
    kept,
    'Continue esperando: vamos chamar de novo.',
  ),
  DEFER_LIMIT: told(
    'Você pode deixar outros irem primeiro duas vezes, por até meia hora.',
    kept,
    'Venha quando for chamado, ou saia da fila.',
  ),
  MAIL_STOPPED: told(
    'Este endereço pediu para não receber e-mails sobre a vez.',
    nothing,
    'Use outro endereço ou deixe esta página aberta.',
  ),
  PUSH_SERVICE_UNKNOWN: told(
    'Não conseguimos despertar este navegador.',
    kept,
    'Mantenha esta página aberta para ser chamado.',
  ),
  PASS_REQUIRED: told(
    'Você não está na loja no momento.',
    'Vamos procurar o seu lugar.',
    'Volte à fila. Se ainda for a sua vez, você entra direto.',
  ),
  PASS_INVALID: told(
    'Sua entrada não pôde ser lida.',
    'Vamos procurar o seu lugar.',
    'Volte à fila. Se ainda for a sua vez, você entra direto.',
  ),
  PASS_EXPIRED: told(
    'Seu tempo de compra acabou.',
    'Nada foi cobrado. Um pedido que você já fez não é afetado.',
    newPlace,
  ),
  SOLD_OUT: told(
    'Não há mais tantos ingressos aqui.',
    'Nada foi cobrado. Os ingressos que você já reservou continuam seus.',
    'Escolha menos, ou outro preço. Ingressos devolvidos aparecem aqui.',
  ),
  SEATS_TAKEN: told(
    'Um destes lugares acabou de ser ocupado.',
    'Nada foi cobrado, e o seu tempo continua.',
    'O mapa está atualizado. Escolha outros lugares, ou deixe que achemos os melhores juntos.',
  ),
  LIMIT_EXCEEDED: told(
    'É mais do que uma pessoa pode comprar, ou do que cabe em um pedido.',
    noMoney,
    'Escolha menos ingressos.',
  ),
  HOLDS_SPENT: told(
    'Você reservou e devolveu ingressos vezes demais.',
    'Nada foi cobrado. Os ingressos reservados agora continuam seus até o tempo acabar.',
    'Pague o que tem, ou deixe para outras pessoas.',
  ),
  LINE_FIRST: told(
    'Estes ingressos acabaram de voltar e são oferecidos primeiro à fila.',
    'Sua escolha fica guardada, e nada foi cobrado.',
    'Se ainda estiverem aqui em 20 segundos, você pode pegá-los.',
  ),
  COOLING_DOWN: told(
    'Você reservou estes ingressos pelo tempo máximo de uma pessoa.',
    'Nada foi cobrado. Um pedido que você já fez não é afetado.',
    'Tente de novo em alguns minutos, ou escolha outro tipo de ingresso.',
  ),
  QUANTITY_NOT_OFFERED: told(
    'Estes ingressos não são vendidos nesta quantidade.',
    noMoney,
    'Escolha uma quantidade oferecida para este ingresso.',
  ),
  AMOUNT_NOT_CHARGEABLE: told(
    'Este valor não pode ser cobrado em um só pedido.',
    noMoney,
    'Escolha menos ou mais ingressos, ou deixe o código de fora.',
  ),
  PROMO_CODE_INVALID: told(
    'Este código não vale para estes ingressos.',
    'Nada foi cobrado, e seus ingressos continuam reservados.',
    'Confira a grafia, ou siga sem código.',
  ),
  WALLET_OFF: told(
    'Ingressos para esta carteira não são oferecidos aqui.',
    'Seus ingressos valem como estão.',
    'Guarde esta página, ou salve o PDF.',
  ),
  TICKET_TYPE_UNKNOWN: told('Este ingresso não está mais à venda.', noMoney, chooseAgain),
  SEAT_UNKNOWN: told('Este lugar não faz parte desta venda.', noMoney, chooseAgain),
  COMPANION_ONLY: told(
    'Este lugar é do acompanhante de uma pessoa em cadeira de rodas.',
    'Nada foi cobrado, e o seu tempo continua.',
    'Pegue-o junto com o lugar para cadeira de rodas ao lado, ou escolha outro.',
  ),
  HOLD_EXPIRED: told(
    'O tempo para pagar estes ingressos acabou, e eles voltaram à venda.',
    noMoney,
    'Escolha de novo se ainda estiver dentro.',
  ),
  HOLD_NOT_EXTENDABLE: told(
    'Este prazo não pode ser estendido de novo.',
    'Seus ingressos ficam reservados até lá.',
    'Pague antes do horário mostrado.',
  ),
  PAYMENT_IN_PROGRESS: told(
    'Um pagamento para estes ingressos está em andamento.',
    'Os ingressos continuam reservados para você.',
    'Termine ou cancele esse pedido antes.',
  ),
  ORDER_OPEN: told(
    'Você tem outro pedido em aberto.',
    'Os ingressos dele estão reservados para você.',
    'Pague ou cancele esse pedido antes.',
  ),
  TRANSFERS_OFF: told(
    'Os ingressos desta venda não podem ser transferidos.',
    'Seu ingresso continua seu e válido.',
    'Fale com o vendedor se não puder ir.',
  ),
  TICKET_NOT_TRANSFERABLE: told(
    'Este ingresso não pode mais ser transferido.',
    'Nada mudou.',
    'Ele já é de outra pessoa, foi usado ou reembolsado, ou mudou de mãos vezes demais.',
  ),
  ORDER_STATE: told(
    'Isso não é mais possível para este pedido.',
    'Esta página mostra o estado atual.',
    'Recarregue a página.',
  ),
  IDEMPOTENCY_IN_PROGRESS: told(
    'Seu primeiro pedido ainda está sendo processado.',
    'Nada acontece duas vezes.',
    'Espere um momento.',
  ),
};
