/**
 * Every error a caller can receive: stable code → HTTP status and title.
 * docs/errors.md lists the same codes; an architecture test compares both.
 */
export const errorCatalogue = {
  // the request itself
  VALIDATION_FAILED: { status: 400, title: 'Some fields are invalid.' },
  MALFORMED_REQUEST: { status: 400, title: 'The request could not be read.' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive.' },
  URI_TOO_LONG: { status: 414, title: 'The address is too long.' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The request headers are too large.' },
  MALFORMED_BODY: { status: 400, title: 'The request body could not be parsed.' },
  BODY_TOO_LARGE: { status: 413, title: 'The request body is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type: send JSON.' },
  NOT_FOUND: { status: 404, title: 'Not found.' },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    title: 'An Idempotency-Key must be 16 to 128 letters, digits, hyphens or underscores.',
  },
  IDEMPOTENCY_MISMATCH: { status: 422, title: 'This Idempotency-Key was already used with a different request.' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: 'A request with this Idempotency-Key is still in progress.' },
  IDEMPOTENCY_ANSWER_LOST: {
    status: 409,
    title: 'The request with this Idempotency-Key was carried out, but its answer can no longer be shown.',
  },
  RATE_LIMITED: { status: 429, title: 'Too many requests. Please slow down.' },
  FORBIDDEN_ORIGIN: { status: 403, title: 'Requests from this origin are not allowed.' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side. Nothing of yours is lost.' },
  CORE_AWAY: { status: 503, title: 'We are reconnecting. Your place and your order are safe.' },
  OVERLOADED: { status: 503, title: 'We are very busy right now. Please try again in a moment.' },
  NOT_SUPPORTED: { status: 422, title: 'This is not supported yet.' },
  // the sale
  SALE_NOT_OPEN: { status: 409, title: 'The sale is not open yet.' },
  SALE_PAUSED: { status: 409, title: 'The sale is paused. Your place is kept.' },
  SALE_CLOSED: { status: 409, title: 'The sale is closed.' },
  SALE_STATE: { status: 409, title: 'That is not possible in the sale’s current state.' },
  LIVE_SALES_LIMIT: { status: 409, title: 'Too many sales are live. Close one before publishing another.' },
  SLUG_TAKEN: { status: 409, title: 'Another sale already has this address.' },
  VERSION_CONFLICT: { status: 409, title: 'This was changed in the meantime. Reload and try again.' },
  // the line
  PLACE_TOKEN_REQUIRED: { status: 401, title: 'A place in line is required.' },
  PLACE_TOKEN_INVALID: { status: 401, title: 'This place in line isn’t valid.' },
  NOT_YET: { status: 409, title: 'It is not your turn yet.' },
  PLACE_EXPIRED: { status: 410, title: 'Your turn has passed, and so has the time to come back.' },
  PLACE_DONE: { status: 410, title: 'This place has already been used.' },
  PLACE_LEFT: { status: 410, title: 'You have left the line.' },
  LANE_UNKNOWN: { status: 422, title: 'This sale has no such lane.' },
  IDENTITY_CODE_INVALID: { status: 403, title: 'This code is incorrect or has expired.' },
  HANDOFF_INVALID: {
    status: 410,
    title: 'This link was already used or has run out. Make a new one on your other device.',
  },
  HANDOFF_CLOSED: { status: 409, title: 'This place can’t be moved to another device.' },
  PLACE_SHOPPING: {
    status: 409,
    title: 'You are shopping with this place, so it can be neither moved nor put off now.',
  },
  GROUP_CLOSED: { status: 409, title: 'Groups can be formed only before the sale opens.' },
  GROUP_FULL: { status: 409, title: 'This group is full.' },
  GROUP_CODE_INVALID: { status: 403, title: 'This group code isn’t valid here.' },
  GROUP_SHOPPING: { status: 409, title: 'Another member of your group is shopping.' },
  STEP_UP_REQUIRED: { status: 403, title: 'Your turn has come. Please confirm an e-mail address to come in.' },
  STEP_UP_USED: { status: 409, title: 'This address has a place of its own in this sale.' },
  STEP_UP_NOT_DUE: { status: 409, title: 'This place is not asked for an e-mail address.' },
  DEFER_LIMIT: { status: 409, title: 'You cannot let others go first again, or not for that long.' },
  PUSH_SERVICE_UNKNOWN: { status: 422, title: 'This browser’s push service is not one we can reach.' },
  MAIL_STOPPED: { status: 409, title: 'This address has asked for no e-mails about turns.' },
  JOINS_FROZEN: { status: 409, title: 'Nobody can join the line right now. Places taken so far are kept.' },
  CHALLENGE_REQUIRED: { status: 403, title: 'Please solve the challenge first.' },
  CHALLENGE_INVALID: { status: 403, title: 'This challenge was used before, is too old or belongs elsewhere.' },
  ACCESS_CODE_REQUIRED: { status: 403, title: 'This lane needs an access code.' },
  ACCESS_CODE_INVALID: { status: 403, title: 'This access code is not valid here.' },
  CARD_NOT_CHECKED: { status: 409, title: 'The card has not been checked.' },
  TURN_TAKEN: { status: 409, title: 'You have had your turn in this sale.' },
  PLACE_ELSEWHERE: { status: 409, title: 'You stand in line for another sale of this tour.' },
  PAYMENTS_AWAY: { status: 503, title: 'Cards cannot be checked right now.' },
  IDENTITY_REQUIRED: { status: 403, title: 'Please prove who you are first.' },
  IDENTITY_AWAY: { status: 503, title: 'The promoter’s sign-in cannot be checked right now.' },
  // shopping
  PASS_REQUIRED: { status: 401, title: 'An admission pass is required.' },
  PASS_INVALID: { status: 401, title: 'This admission pass isn’t valid.' },
  PASS_EXPIRED: { status: 401, title: 'Your time to shop is over.' },
  PASS_IN_USE: { status: 409, title: 'This admission pass was already used.' },
  SOLD_OUT: { status: 409, title: 'Not enough tickets are left.' },
  SEATS_TAKEN: { status: 409, title: 'One of these seats has just been taken.' },
  WALLET_OFF: { status: 409, title: 'This installation issues no passes for that wallet.' },
  LIMIT_EXCEEDED: { status: 409, title: 'That exceeds the number of tickets that one person or one order may have.' },
  QUANTITY_NOT_OFFERED: { status: 409, title: 'These tickets are not sold in this number.' },
  AMOUNT_NOT_CHARGEABLE: { status: 409, title: 'This amount cannot be charged.' },
  PROMO_CODE_INVALID: { status: 409, title: 'This code is not valid for these tickets.' },
  TICKET_TYPE_UNKNOWN: { status: 422, title: 'This sale has no such ticket type.' },
  SEAT_UNKNOWN: { status: 422, title: 'This sale has no such seat.' },
  HOLD_EXPIRED: { status: 409, title: 'These tickets are no longer held for you.' },
  HOLD_NOT_EXTENDABLE: { status: 409, title: 'This hold cannot be extended again.' },
  HOLDS_SPENT: {
    status: 409,
    title: 'You have held and released too often. Pay for what you hold, or leave it to others.',
  },
  LINE_FIRST: { status: 409, title: 'These tickets have just come back. They are offered to the line first.' },
  COOLING_DOWN: { status: 429, title: 'You held these tickets for as long as one may. Others have a chance first.' },
  PAYMENT_IN_PROGRESS: { status: 409, title: 'A payment for this is in progress.' },
  ORDER_OPEN: { status: 409, title: 'You have another open order. Pay it or cancel it first.' },
  ORDER_STATE: { status: 409, title: 'That is no longer possible for this order.' },
  TICKET_NOT_TRANSFERABLE: { status: 409, title: 'This ticket cannot be transferred.' },
  TRANSFERS_OFF: { status: 409, title: 'Tickets of this sale cannot be transferred.' },
  REFUND_EXCEEDS_PAID: { status: 409, title: 'That is more than is left to give back.' },
  VERB_NOT_POSSIBLE: { status: 409, title: 'That cannot be done about this item now.' },
  // staff and partners
  SIGN_IN_REQUIRED: { status: 401, title: 'Please sign in.' },
  SIGN_IN_FAILED: { status: 401, title: 'Incorrect e-mail or password.' },
  SECOND_FACTOR_REQUIRED: { status: 401, title: 'Please enter the code of your authenticator app.' },
  PASSKEY_INVALID: { status: 403, title: 'This passkey was not accepted. Try again, or sign in with your password.' },
  PASSKEY_LIMIT: { status: 409, title: 'An account has ten passkeys at most. Remove one first.' },
  SECOND_FACTOR_INVALID: { status: 401, title: 'This code is wrong, or was used before.' },
  SECOND_FACTOR_NEEDED: { status: 403, title: 'Your team asks for a second factor. Set it up to go on.' },
  SECOND_FACTOR_STATE: { status: 409, title: 'That is not possible with your second factor as it is.' },
  PASSWORD_WRONG: { status: 403, title: 'This is not your current password.' },
  LINK_INVALID: { status: 410, title: 'This link has been used or has expired.' },
  MEMBER_EXISTS: { status: 409, title: 'Somebody with this e-mail is in the team already.' },
  LAST_OWNER: { status: 409, title: 'A team needs an owner. Make somebody else an owner first.' },
  TEAM_LIMIT: { status: 409, title: 'The maximum number of members and invitations has been reached.' },
  REHEARSAL_BUSY: { status: 409, title: 'Another rehearsal is running. Wait until it is over, or stop it.' },
  REPORT_NOT_READY: { status: 409, title: 'The report can be published once the sale is closed.' },
  APPROVAL_REQUIRED: { status: 409, title: 'This needs a second person. It was put up for approval.' },
  APPROVAL_OWN: { status: 403, title: 'Somebody else must decide about what you asked for.' },
  APPROVAL_STATE: { status: 409, title: 'This has already been decided or has expired.' },
  APPROVAL_OUTDATED: {
    status: 409,
    title: 'What this was about has changed since it was asked for. Nothing was done: ask again.',
  },
  APPROVAL_ALONE: { status: 409, title: 'Nobody else in the team could approve that. Invite somebody first.' },
  API_KEY_INVALID: { status: 401, title: 'This API key is not valid.' },
  FORBIDDEN: { status: 403, title: 'You are not allowed to do this.' },
  CSRF_REQUIRED: { status: 403, title: 'The form token is missing or expired. Reload the page.' },
  CAPACITY_BELOW_SOLD: { status: 409, title: 'Capacity cannot be lower than what is sold and held.' },
  PRICE_FIXED: { status: 409, title: 'The price is fixed: somebody holds or has bought such tickets.' },
  STOCK_CHANGE_BUSY: { status: 409, title: 'Another change of this stock is in progress. Try again in a moment.' },
  ORDER_NOTE_LIMIT: { status: 409, title: 'An order has fifty notes at most.' },
  PROMO_CODE_TAKEN: { status: 409, title: 'This sale already has this promo code.' },
  ENDPOINT_URL_REFUSED: { status: 422, title: 'Webhooks cannot be sent to this URL.' },
  ENDPOINT_LIMIT: { status: 409, title: 'The maximum number of endpoints has been reached.' },
  ENDPOINT_EXISTS: { status: 409, title: 'Another endpoint already has this URL.' },
  ENDPOINT_SECRETS_LIMIT: { status: 409, title: 'This secret was changed too often today. Try again tomorrow.' },
  PARTNER_LIMIT: { status: 409, title: 'The maximum number of partners has been reached.' },
  PARTNER_MEMBERS_LIMIT: { status: 409, title: 'This partner has as many people as it can have.' },
  PARTNER_UNKNOWN: { status: 422, title: 'There is no such partner, or it is archived.' },
  API_KEY_LIMIT: { status: 409, title: 'The maximum number of API keys has been reached.' },
  SCOPE_REFUSED: { status: 422, title: 'This key cannot have that scope.' },
  // seat maps
  SEAT_MAP_FIXED: { status: 409, title: 'Only names, places and views of seats may change once a sale is published.' },
  SEAT_MAP_SHIPPED: { status: 409, title: 'This seat map comes with the program and cannot be deleted.' },
  MESSAGE_LIMIT: { status: 409, title: 'Ten messages have gone to the buyers of this sale in the last 24 hours.' },
  SEAT_MAP_LIMIT: { status: 409, title: 'The maximum number of seat maps has been reached. Delete one first.' },
  COMPANION_ONLY: {
    status: 409,
    title: 'This seat is for the companion of a wheelchair user. Take it together with the wheelchair place.',
  },
  // Stripe's webhook
  SIGNATURE_INVALID: { status: 400, title: 'The signature does not match.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

export interface FieldError {
  field: string;
  message: string;
  /** Line of an imported file. */
  line?: number;
}

/** RFC 9457 body of every refusal, over HTTP and in socket acknowledgements alike. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  /** Explains this occurrence to a person. */
  detail: string;
  errors?: FieldError[];
  requestId?: string;
  retryAfterMs?: number;
  position?: number | null;
  left?: number;
  /** For RATE_LIMITED of a sign-in: solving a challenge takes the place of waiting. */
  canSolve?: boolean;
  /** For STEP_UP_REQUIRED: the place is kept until then. */
  answerBefore?: string;
  /** For ORDER_OPEN and PAYMENT_IN_PROGRESS: the order, which the same pass reads and cancels. */
  orderId?: string;
  /** For PLACE_LEFT: the place goes on, on another device. */
  moved?: boolean;
  /** For APPROVAL_REQUIRED: the approval that awaits a second person. */
  approvalId?: string;
}
