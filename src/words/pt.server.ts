import type { ServerWords } from './en.server.js';

/** Portuguese texts (of Brazil) that only the server writes. */
export const server: ServerWords = {
  plain: {
    script: 'Página com JavaScript',
    noScript: 'Continuar sem JavaScript',
    needsScript: 'O que esta página mostra é calculado pelo seu navegador, e o JavaScript está desligado.',
    byAccount: 'Os lugares desta fila são para contas do organizador, o que exige JavaScript.',
    byCard: 'Os lugares desta fila pedem um cartão verificado, o que exige JavaScript. Nada é cobrado.',
    byMail: 'Sem JavaScript, um código enviado por e-mail mostra que é uma pessoa que entra.',
    enterBefore: (time) => `Entre antes de ${time}.`,
    payElsewhere:
      'O formulário do cartão é do serviço de pagamento e exige JavaScript. Abra este link em um navegador que o tenha; até o horário acima os ingressos ficam reservados:',
    payWhereOrdered:
      'O formulário do cartão é do serviço de pagamento e exige JavaScript. Abra o pedido no navegador em que você o fez: ali você pode pagar.',
    openText: 'Este aparelho ainda não conhece o pedido. Cole o link do seu e-mail:',
    link: 'Link',
    byLink: 'Você tem um link do seu outro aparelho ou de um amigo? Cole-o aqui:',
    stays:
      'Esta página não recarrega enquanto você digita. Sua vez aparece só na página do seu lugar: volte para lá quando terminar.',
    pasteThere: 'Sem JavaScript, cole este link lá, na página da fila.',
  },
  turn: {
    nearlyTitle: 'Sua vez está perto',
    nearlyText: 'Abra a página agora e deixe-a aberta.',
    text: (minutes) => `Abra a página e entre. Seu lugar fica guardado por ${minutes} min.`,
  },
  mailStop: {
    title: 'E-mails sobre a sua vez',
    ask: 'Parar todos os e-mails sobre a vez para este endereço, em todas as vendas daqui? Seus lugares na fila continuam como estão.',
    button: 'Não receber mais estes e-mails',
    stopped:
      'Pronto. Nos próximos 30 dias este endereço não recebe e-mails sobre a vez, não importa quem os peça. Seus lugares na fila continuam como estão.',
    invalid: 'Este link não é válido. Use o link do e-mail mais recente.',
  },
  code: {
    title: 'Seu código para confirmar o e-mail:',
    text: (sale, code) => `Seu código para ${sale}: ${code}`,
    unasked: 'Ele vale por 10 minutos. Se você não o pediu, não precisa fazer nada.',
  },
  paper: {
    print: 'Mostre este código na entrada, em papel ou no celular. Ele deixa entrar uma pessoa, uma vez.',
    starts: (time, zone) => `Início: ${time} (${zone})`,
  },
  mail: {
    subject: {
      paid: (show) => `Seus ingressos para ${show}`,
      resent: (show) => `Seus ingressos para ${show}`,
      refunded: (show) => `Seu reembolso de ${show}`,
      canceled: (show) => `Seu pedido para ${show} foi cancelado`,
      transferred: (show) => `Um ingresso para ${show} é seu`,
      passed_on: (show) => `Você transferiu um ingresso para ${show}`,
      voided: (show) => `Seu ingresso para ${show} não vale mais`,
    },
    hello: (name) => `Olá, ${name},`,
    lead: {
      paid: 'Obrigado. Seu pedido está pago, e estes são os seus ingressos:',
      resent: 'Aqui estão os seus ingressos mais uma vez:',
      refunded: (amount) =>
        `Reembolsamos ${amount} no cartão com que você pagou. Seu banco pode levar alguns dias para mostrar o valor.`,
      canceled: 'Seu pedido foi cancelado. Nada foi cobrado, e os ingressos voltaram a ficar livres.',
      transferred: (giver) =>
        `${giver} transferiu um ingresso para você. Ele agora é seu e tem um código próprio; o anterior é recusado na entrada.`,
      passed_on: (holder) =>
        `Este ingresso agora é de ${holder}, e o seu código não vale mais. Se não foi você, avise o organizador imediatamente.`,
      voided:
        'O ingresso transferido para você não vale mais: o pedido foi reembolsado ou o espetáculo foi cancelado. O dinheiro vai para quem o comprou; fale com essa pessoa.',
    },
    canceledElsewhere:
      'Seu pedido foi cancelado e os ingressos não valem mais. A loja que os vendeu está com o seu dinheiro: peça o reembolso a ela.',
    open: 'Abrir seu pedido',
    openTicket: 'Abrir seu ingresso',
    keep: 'Guarde este link só para você: quem o tem, tem os seus ingressos.',
    openTickets: 'Abrir seus ingressos',
    why: (show) => `Você recebe este e-mail porque tem um ingresso para ${show}.`,
  },
};
