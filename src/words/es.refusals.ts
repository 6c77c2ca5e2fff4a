import type { Refusal, Refusals } from './en.refusals.js';

const told = (what: string, safe: string, next: string): Refusal => ({ what, safe, next });
const nothing = 'Nada de lo tuyo se ve afectado.';
const kept = 'Te guardamos el sitio.';
const noMoney = 'No se ha cobrado nada.';
const notTaken = 'No se te ha quitado nada.';
const noPlace = 'No se ha dado ni perdido ningún sitio.';
const soon = 'Inténtalo de nuevo en un momento.';
const wait = 'Espera unos segundos e inténtalo de nuevo.';
const newPlace = 'Puedes tomar un sitio nuevo al final de la cola.';
const ownPlace = 'Coge un sitio propio.';
const chooseAgain = 'Recarga la página y elige de nuevo.';
const lookUp = 'Vamos a buscar tu sitio.';
const backToLine = 'Vuelve a la cola. Si aún es tu turno, entras directamente.';

/** Spanish texts of refusals. */
export const refusals: Refusals = {
  AWAY: told(
    'No hemos podido contactar con la taquilla.',
    'No se te ha quitado nada: sitio, entradas y dinero están como estaban.',
    'Comprueba tu conexión e inténtalo de nuevo.',
  ),
  CORE_AWAY: told('Estamos recuperando la conexión por nuestra parte.', nothing, soon),
  OVERLOADED: told('Ahora mismo hay muchísima gente.', nothing, wait),
  RATE_LIMITED: told('Demasiadas peticiones en poco tiempo.', nothing, wait),
  INTERNAL: told('Algo ha fallado por nuestra parte.', 'No has perdido nada.', soon),
  NOT_FOUND: told(
    'No lo encontramos, o no está disponible en este dispositivo.',
    notTaken,
    'Comprueba el enlace o ábrelo en el dispositivo con el que compraste.',
  ),
  NOT_SUPPORTED: told('Esta taquilla todavía no lo ofrece.', nothing, 'Sigue sin ello.'),
  VALIDATION_FAILED: told(
    'Hay algo incorrecto en el formulario.',
    'No se ha enviado ni pagado nada.',
    'Revisa los campos marcados e inténtalo de nuevo.',
  ),
  SALE_NOT_OPEN: told(
    'La sala de espera aún no está abierta.',
    'No te pierdes nada: llegar antes no da ventaja.',
    'Vuelve cuando abra. La hora está en la página de la venta.',
  ),
  SALE_PAUSED: told(
    'La venta está en pausa.',
    'Los sitios de la cola se guardan. La venta sigue donde se detuvo.',
    'Mantén esta página abierta e inténtalo cuando la venta continúe.',
  ),
  SHOW_CANCELED: told(
    'El espectáculo se ha cancelado.',
    'Quien pagó aquí recupera el dinero por el mismo medio de pago.',
    'No tienes que hacer nada.',
  ),
  SALE_CLOSED: told(
    'La venta ha terminado.',
    'No se ha cobrado nada. Las entradas que ya pagaste son tuyas.',
    'Mira otras fechas en la página de la venta.',
  ),
  PLACE_TOKEN_INVALID: told('Este sitio en la cola no es válido.', notTaken, 'Coge un sitio en esta página.'),
  PLACE_TOKEN_REQUIRED: told(
    'Este dispositivo no tiene sitio en esta cola.',
    notTaken,
    'Toma uno en esta página o ábrela en el dispositivo con el que lo tomaste.',
  ),
  PLACE_EXPIRED: told('Tu turno ha pasado, y también el tiempo para volver.', noMoney, newPlace),
  PLACE_DONE: told(
    'Este sitio ya se ha usado.',
    'Lo que compraste es tuyo.',
    'Si no compraste nada con él, puedes tomar un sitio nuevo al final de la cola.',
  ),
  PLACE_LEFT: told(
    'Has dejado la cola.',
    noMoney,
    'Puedes tomar un sitio nuevo al final de la cola. Donde haga falta un código, no debe estar agotado.',
  ),
  LANE_UNKNOWN: told('Esta venta no tiene esa cola.', nothing, chooseAgain),
  JOINS_FROZEN: told(
    'Ahora mismo nadie puede ponerse en la cola.',
    'Los sitios tomados antes se guardan.',
    'Inténtalo de nuevo en unos minutos.',
  ),
  CHALLENGE_REQUIRED: told(
    'Esta venta comprueba que entra una persona, y la comprobación no se hizo.',
    noPlace,
    'Inténtalo de nuevo. Tu dispositivo hace la comprobación solo.',
  ),
  CHALLENGE_INVALID: told(
    'La comprobación caducó, o tu red cambió mientras se hacía.',
    noPlace,
    'Inténtalo de nuevo. Tu dispositivo repite la comprobación.',
  ),
  ACCESS_CODE_REQUIRED: told(
    'Esta cola necesita un código de acceso.',
    nothing,
    'Escribe tu código o ponte en la cola general.',
  ),
  ACCESS_CODE_INVALID: told(
    'Este código de acceso no vale aquí.',
    noPlace,
    'Revisa si hay errores. Cada código sirve solo las veces previstas.',
  ),
  IDENTITY_REQUIRED: told(
    'Esta venta da un sitio por persona, así que necesitamos saber quién eres.',
    noPlace,
    'Confirma tu correo o inicia sesión, y luego ponte en la cola.',
  ),
  IDENTITY_AWAY: told(
    'Ahora mismo no se puede comprobar el inicio de sesión del organizador.',
    noPlace,
    'Inténtalo de nuevo en unos segundos. No hace falta que vuelvas a iniciar sesión.',
  ),
  IDENTITY_CODE_INVALID: told(
    'Este código no es correcto o ha caducado.',
    nothing,
    'Mira nuestro último correo o pide un código nuevo.',
  ),
  HANDOFF_INVALID: told(
    'Este código ya se ha usado o ha caducado.',
    'Tu sitio sigue donde estaba.',
    'Crea un código nuevo en el otro dispositivo.',
  ),
  HANDOFF_CLOSED: told(
    'Este sitio no se puede pasar a otro dispositivo.',
    'Tu sitio sigue guardado en este dispositivo.',
    'Continúa aquí.',
  ),
  PLACE_SHOPPING: told(
    'Estás comprando con este sitio.',
    'Tu sitio y tus entradas están a salvo.',
    'Termina en el dispositivo con el que estás comprando.',
  ),
  GROUP_CLOSED: told('Los grupos solo se forman antes de que abra la venta.', nothing, ownPlace),
  GROUP_FULL: told('Este grupo está completo.', nothing, ownPlace),
  GROUP_CODE_INVALID: told(
    'Este código de grupo no vale aquí.',
    nothing,
    'Pide otra vez el enlace a tu amigo o toma un sitio propio.',
  ),
  GROUP_SHOPPING: told(
    'Otra persona de tu grupo está comprando.',
    'El sitio de tu grupo se guarda.',
    'Espera aquí. Podrás entrar cuando termine.',
  ),
  PASS_IN_USE: told('Esta entrada a la tienda ya se usó en otra ventana.', noMoney, 'Sigue donde la abriste primero.'),
  STEP_UP_REQUIRED: told(
    'Es tu turno, pero antes hay que confirmar una dirección de correo.',
    kept,
    'Escribe tu dirección en la página de la cola y después el código que te enviamos.',
  ),
  STEP_UP_USED: told(
    'Esta dirección ya ha abierto la puerta a otro sitio en esta venta.',
    kept,
    'Confirma otra dirección tuya.',
  ),
  STEP_UP_NOT_DUE: told(
    'Este sitio ya no tiene que confirmar ninguna dirección.',
    kept,
    'Sigue esperando: te volveremos a llamar.',
  ),
  DEFER_LIMIT: told(
    'Puedes dejar pasar a otros dos veces, media hora como mucho.',
    kept,
    'Ven cuando te llamemos o deja la cola.',
  ),
  MAIL_STOPPED: told(
    'Esta dirección ha pedido no recibir correos sobre turnos.',
    nothing,
    'Usa otra dirección o deja esta página abierta.',
  ),
  PUSH_SERVICE_UNKNOWN: told(
    'No podemos despertar este navegador.',
    kept,
    'Mantén esta página abierta para que te llamemos.',
  ),
  PASS_REQUIRED: told('Ahora mismo no estás en la tienda.', lookUp, backToLine),
  PASS_INVALID: told('No se ha podido leer tu acceso.', lookUp, backToLine),
  PASS_EXPIRED: told(
    'Tu tiempo para comprar ha terminado.',
    'No se ha cobrado nada. Un pedido ya hecho no se ve afectado.',
    newPlace,
  ),
  SOLD_OUT: told(
    'Aquí no quedan tantas entradas.',
    'No se ha cobrado nada. Las entradas que tienes reservadas siguen siendo tuyas.',
    'Elige menos u otro precio. Las entradas que otros devuelven aparecen aquí.',
  ),
  SEATS_TAKEN: told(
    'Acaban de reservar uno de estos asientos.',
    'No se ha cobrado nada y tu tiempo sigue corriendo.',
    'El plano está al día. Elige otros asientos o deja que busquemos los mejores juntos.',
  ),
  LIMIT_EXCEEDED: told(
    'Son más de las que puede comprar una persona o de las que caben en un pedido.',
    noMoney,
    'Elige menos entradas.',
  ),
  HOLDS_SPENT: told(
    'Has reservado y soltado entradas demasiadas veces.',
    'No se ha cobrado nada. Lo que tienes reservado es tuyo hasta que acabe su tiempo.',
    'Paga lo que tienes o déjalo para otros.',
  ),
  LINE_FIRST: told(
    'Estas entradas acaban de volver y se ofrecen primero a la cola.',
    'Tu selección se guarda y no se ha cobrado nada.',
    'Si siguen ahí dentro de 20 segundos, puedes elegirlas.',
  ),
  COOLING_DOWN: told(
    'Has tenido estas entradas reservadas todo el tiempo que puede una persona.',
    'No se ha cobrado nada. Un pedido ya hecho no se ve afectado.',
    'Inténtalo en unos minutos o elige otro tipo de entrada.',
  ),
  QUANTITY_NOT_OFFERED: told(
    'Estas entradas no se venden en esta cantidad.',
    noMoney,
    'Elige una cantidad disponible para esta entrada.',
  ),
  AMOUNT_NOT_CHARGEABLE: told(
    'Este importe no se puede cobrar en un solo pedido.',
    noMoney,
    'Elige más o menos entradas, o quita el código.',
  ),
  PROMO_CODE_INVALID: told(
    'Este código no vale para estas entradas.',
    'No se ha cobrado nada y tus entradas siguen reservadas.',
    'Revisa cómo está escrito o sigue sin código.',
  ),
  WALLET_OFF: told(
    'Aquí no se ofrecen entradas para esta cartera.',
    'Tus entradas son válidas tal como están.',
    'Guarda esta página o el PDF.',
  ),
  TICKET_TYPE_UNKNOWN: told('Esta entrada ya no está a la venta.', noMoney, chooseAgain),
  SEAT_UNKNOWN: told('Este asiento no está en esta venta.', noMoney, chooseAgain),
  COMPANION_ONLY: told(
    'Este asiento es para acompañar a una persona en silla de ruedas.',
    'No se ha cobrado nada y tu tiempo sigue corriendo.',
    'Cógelo junto con la plaza para silla de ruedas de al lado o elige otro asiento.',
  ),
  HOLD_EXPIRED: told(
    'El tiempo para pagar estas entradas se ha agotado y vuelven a estar a la venta.',
    noMoney,
    'Elige de nuevo si aún estás dentro.',
  ),
  HOLD_NOT_EXTENDABLE: told(
    'Este plazo no se puede ampliar más.',
    'Tus entradas siguen reservadas hasta entonces.',
    'Paga antes de la hora indicada.',
  ),
  PAYMENT_IN_PROGRESS: told(
    'Hay un pago en curso para estas entradas.',
    'Las entradas siguen reservadas para ti.',
    'Termina o cancela antes ese pedido.',
  ),
  ORDER_OPEN: told(
    'Tienes otro pedido abierto.',
    'Sus entradas están reservadas para ti.',
    'Págalo o cancélalo antes.',
  ),
  TICKET_NOT_TRANSFERABLE: told(
    'Esta entrada ya no se puede pasar.',
    'No ha cambiado nada.',
    'Ya es de otra persona, se ha usado o reembolsado, o ha cambiado de manos demasiadas veces.',
  ),
  ORDER_STATE: told(
    'Eso ya no es posible con este pedido.',
    'Esta página muestra su estado actual.',
    'Recarga la página.',
  ),
  IDEMPOTENCY_IN_PROGRESS: told(
    'Tu primera petición aún se está procesando.',
    'Nada ocurre dos veces.',
    'Espera un momento.',
  ),
  CARD_NOT_CHECKED: told(
    'Tu tarjeta aún no se ha comprobado, o el banco no la aceptó.',
    'No se ha cobrado nada, y no se ha dado ni perdido ningún sitio.',
    'Comprueba la tarjeta otra vez o usa otra.',
  ),
  PAYMENTS_AWAY: told(
    'Ahora mismo no se pueden comprobar tarjetas.',
    'No se ha cobrado nada, y no se ha dado ni perdido ningún sitio.',
    'Inténtalo de nuevo en unos segundos.',
  ),
  TURN_TAKEN: told(
    'Ya has tenido tu turno en esta venta.',
    'Lo que compraste es tuyo.',
    'Aquí cada persona tiene un solo turno.',
  ),
  PLACE_ELSEWHERE: told(
    'Estás en la cola de otra fecha de esta gira.',
    'Ese sitio se guarda.',
    'Deja antes la otra cola si prefieres estar en esta.',
  ),
  TRANSFERS_OFF: told(
    'Las entradas de esta venta no se pueden pasar.',
    'Tu entrada sigue siendo tuya y válida.',
    'Pregunta al vendedor si no puedes ir.',
  ),
};
