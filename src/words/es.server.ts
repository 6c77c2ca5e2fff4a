import type { ServerWords } from './en.server.js';

/** Spanish texts that only the server writes. */
export const server: ServerWords = {
  plain: {
    script: 'Página con JavaScript',
    noScript: 'Continuar sin JavaScript',
    needsScript: 'Lo que muestra esta página lo calcula tu propio navegador, y JavaScript está desactivado.',
    byAccount: 'Los sitios de esta cola son para cuentas del organizador, y eso necesita JavaScript.',
    byCard: 'Los sitios de esta cola piden una tarjeta comprobada, y eso necesita JavaScript. No se cobra nada.',
    byMail: 'Sin JavaScript, un código enviado por correo muestra que entra una persona.',
    enterBefore: (time) => `Entra antes de las ${time}.`,
    payElsewhere:
      'El formulario de la tarjeta es del proveedor de pagos y necesita JavaScript. Abre este enlace en un navegador que lo tenga; las entradas siguen reservadas hasta la hora indicada arriba:',
    payWhereOrdered:
      'El formulario de la tarjeta es del proveedor de pagos y necesita JavaScript. Abre el pedido en el navegador en el que lo hiciste: allí puedes pagar.',
    openText: 'Este dispositivo aún no conoce el pedido. Pega el enlace de tu correo:',
    link: 'Enlace',
    byLink: '¿Tienes un enlace de tu otro dispositivo o de un amigo? Pégalo aquí:',
    stays:
      'Esta página no se recarga mientras escribes. Tu turno solo se muestra en la página de tu sitio: vuelve allí cuando termines.',
    pasteThere: 'Sin JavaScript, pega este enlace allí, en la página de la cola.',
  },
  turn: {
    nearlyTitle: 'Se acerca tu turno',
    nearlyText: 'Abre la página ahora y mantenla abierta.',
    text: (minutes) => `Abre la página y entra. Te guardamos el sitio ${minutes} min.`,
  },
  mailStop: {
    title: 'Correos sobre tu turno',
    ask: '¿Dejar de enviar a esta dirección todos los correos sobre turnos, para todas las ventas de aquí? Tus sitios en la cola no cambian.',
    button: 'Dejar de recibir estos correos',
    stopped:
      'Hecho. Durante los próximos 30 días esta dirección no recibirá correos sobre turnos, los pida quien los pida. Tus sitios en la cola no cambian.',
    invalid: 'Este enlace no es válido. Usa el enlace del correo más reciente.',
  },
  code: {
    title: 'Tu código para confirmar tu correo:',
    text: (sale, code) => `Tu código para ${sale}: ${code}`,
    unasked: 'Vale durante 10 minutos. Si no lo has pedido, no tienes que hacer nada.',
  },
  paper: {
    print: 'Muestra este código en la entrada, en papel o en el móvil. Da paso a una persona, una vez.',
    starts: (time, zone) => `Empieza: ${time} (${zone})`,
  },
  mail: {
    subject: {
      paid: (show) => `Tus entradas para ${show}`,
      resent: (show) => `Tus entradas para ${show}`,
      refunded: (show) => `Tu reembolso de ${show}`,
      canceled: (show) => `Tu pedido para ${show} se ha cancelado`,
      transferred: (show) => `Una entrada para ${show} es tuya`,
      passed_on: (show) => `Has transferido una entrada para ${show}`,
      voided: (show) => `Tu entrada para ${show} ya no es válida`,
    },
    hello: (name) => `Hola, ${name}:`,
    lead: {
      paid: 'Gracias. Tu pedido está pagado, y estas son tus entradas:',
      resent: 'Aquí tienes otra vez tus entradas:',
      refunded: (amount) =>
        `Hemos devuelto ${amount} a la tarjeta con la que pagaste. Tu banco puede tardar unos días en mostrarlo.`,
      canceled: 'Tu pedido se ha cancelado. No se ha cobrado nada, y las entradas han quedado libres.',
      transferred: (giver) =>
        `${giver} te ha transferido una entrada. Ahora es tuya y tiene su propio código; el anterior se rechaza en la puerta.`,
      passed_on: (holder) =>
        `Esta entrada es ahora de ${holder}, y tu código ya no vale. Si no has sido tú, avisa enseguida al organizador.`,
      voided:
        'La entrada que te transfirieron ya no es válida: se ha reembolsado su pedido o se ha cancelado la función. El dinero vuelve a quien la compró; pregúntale, por favor.',
    },
    canceledElsewhere:
      'Tu pedido se ha cancelado y sus entradas ya no son válidas. Tu dinero lo tiene la tienda donde compraste: pide allí el reembolso.',
    open: 'Abrir tu pedido',
    openTicket: 'Abrir tu entrada',
    keep: 'No compartas este enlace: quien lo tiene, tiene tus entradas.',
    openTickets: 'Abrir tus entradas',
    why: (show) => `Recibes este correo porque tienes una entrada para ${show}.`,
  },
};
