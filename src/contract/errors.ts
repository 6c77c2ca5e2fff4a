/**
 * Every error a caller can meet: stable code → HTTP status and what a person is told.
 * docs/errors.md lists the same codes; an architecture test compares both.
 */
export const errorCatalogue = {
  // the request itself
  VALIDATION_FAILED: { status: 400, title: 'Some fields are not as they must be.' },
  MALFORMED_BODY: { status: 400, title: 'The body could not be read.' },
  BODY_TOO_LARGE: { status: 413, title: 'The body is larger than allowed here.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Send JSON here.' },
  NOT_FOUND: { status: 404, title: 'There is nothing here, or not for you.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'This address does not take that method.' },
  IDEMPOTENCY_KEY_INVALID: { status: 400, title: 'An Idempotency-Key has 16 to 128 letters, digits, - or _.' },
  IDEMPOTENCY_MISMATCH: { status: 422, title: 'This Idempotency-Key was used with another request.' },
  IDEMPOTENCY_IN_PROGRESS: { status: 409, title: 'The first request with this Idempotency-Key is still running.' },
  RATE_LIMITED: { status: 429, title: 'Too many requests. Please slow down.' },
  FORBIDDEN_ORIGIN: { status: 403, title: 'This request came from a page that may not make it.' },
  INTERNAL: { status: 500, title: 'Something broke on our side. Nothing of yours is lost.' },
  CORE_AWAY: { status: 503, title: 'We are reconnecting. Your place and your order are safe.' },
  OVERLOADED: { status: 503, title: 'Very many people are here right now. Please try again in a moment.' },
  NOT_SUPPORTED: { status: 422, title: 'This server does not offer that yet.' },
  // the sale
  SALE_NOT_OPEN: { status: 409, title: 'The sale is not open yet.' },
  SALE_PAUSED: { status: 409, title: 'The sale is paused. Your place is kept.' },
  SALE_CLOSED: { status: 409, title: 'The sale is closed.' },
  SALE_STATE: { status: 409, title: 'That cannot be done while the sale is in this state.' },
  LIVE_SALES_LIMIT: { status: 409, title: 'Too many sales are live. Close one before publishing another.' },
  SLUG_TAKEN: { status: 409, title: 'Another sale already has this address.' },
  VERSION_CONFLICT: { status: 409, title: 'Somebody changed this before you. Look again.' },
  // the line
  PLACE_TOKEN_REQUIRED: { status: 401, title: 'This needs a place in the line.' },
  PLACE_TOKEN_INVALID: { status: 401, title: 'This place is not one that we gave.' },
  NOT_YET: { status: 409, title: 'It is not your turn yet.' },
  PLACE_EXPIRED: { status: 410, title: 'Your turn passed and the time to come back is over.' },
  PLACE_DONE: { status: 410, title: 'This place has already been used.' },
  PLACE_LEFT: { status: 410, title: 'You left the line with this place.' },
  LANE_UNKNOWN: { status: 422, title: 'This sale has no such line.' },
  LANE_CLOSED: { status: 403, title: 'This line needs an access code.' },
  DEFER_LIMIT: { status: 409, title: 'A turn can be put off twice, and not further.' },
  CHALLENGE_REQUIRED: { status: 403, title: 'Please solve the challenge first.' },
  // shopping
  PASS_REQUIRED: { status: 401, title: 'This needs an admission pass.' },
  PASS_INVALID: { status: 401, title: 'This pass is not one that we gave.' },
  PASS_EXPIRED: { status: 401, title: 'Your time to shop is over.' },
  SOLD_OUT: { status: 409, title: 'There are not enough tickets left for this.' },
  SEATS_TAKEN: { status: 409, title: 'Somebody else was faster with one of these seats.' },
  LIMIT_EXCEEDED: { status: 409, title: 'That is more than one fan may buy.' },
  TICKET_TYPE_UNKNOWN: { status: 422, title: 'This sale has no such ticket type.' },
  SEAT_UNKNOWN: { status: 422, title: 'This sale has no such seat.' },
  HOLD_EXPIRED: { status: 409, title: 'These tickets are no longer held for you.' },
  HOLD_NOT_EXTENDABLE: { status: 409, title: 'This hold cannot be extended any further.' },
  PAYMENT_IN_PROGRESS: { status: 409, title: 'A payment for this is under way.' },
  ORDER_OPEN: { status: 409, title: 'You have another open order. Pay it or cancel it first.' },
  ORDER_STATE: { status: 409, title: 'That cannot be done with this order any more.' },
  // staff and partners
  SIGN_IN_REQUIRED: { status: 401, title: 'Please sign in.' },
  SIGN_IN_FAILED: { status: 401, title: 'This e-mail and password do not go together.' },
  API_KEY_INVALID: { status: 401, title: 'This API key is not valid.' },
  FORBIDDEN: { status: 403, title: 'You may not do this.' },
  CSRF_REQUIRED: { status: 403, title: 'The form token is missing or old. Reload the page.' },
  CAPACITY_BELOW_SOLD: { status: 409, title: 'Capacity cannot go below what is sold and held.' },
  ENDPOINT_URL_REFUSED: { status: 422, title: 'Webhooks cannot be sent to this address.' },
  ENDPOINT_LIMIT: { status: 409, title: 'There are already as many endpoints as allowed.' },
  // Stripe's webhook
  SIGNATURE_INVALID: { status: 400, title: 'The signature does not match.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

export interface FieldError {
  field: string;
  message: string;
}

/** RFC 9457 body of every refusal, over HTTP and as a socket acknowledgement alike. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail?: string;
  errors?: FieldError[];
  requestId?: string;
  retryAfterMs?: number;
  position?: number | null;
}
