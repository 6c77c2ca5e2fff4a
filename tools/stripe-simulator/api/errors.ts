import type { Wire } from '../model/render.js';

export type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

/** An error as Stripe would return it; thrown by any call and mapped to an answer by ApiDoor. */
export class ApiError extends Error {
  /**
   * @param status the HTTP status
   * @param isStored false if Stripe would not store it under the idempotency key, because no work was begun
   */
  constructor(
    readonly status: number,
    readonly type: ErrorType,
    message: string,
    readonly details: Wire = {},
    readonly isStored = true,
  ) {
    super(message);
  }

  body(): Wire {
    return { error: { ...this.details, message: this.message, type: this.type } };
  }
}

export function invalidParameter(code: string, param: string, message: string): ApiError {
  return new ApiError(400, 'invalid_request_error', message, { code, param }, false);
}

/** The object in the path does not exist: 404. */
export function noSuchThing(what: string, id: string): ApiError {
  const details = { code: 'resource_missing', param: what === 'payment_intent' ? 'intent' : 'id' };
  return new ApiError(404, 'invalid_request_error', `No such ${what}: '${id}'`, details);
}

/** The object named by a parameter does not exist: 400. */
export function noSuchParameterThing(what: string, id: string, param: string): ApiError {
  return new ApiError(400, 'invalid_request_error', `No such ${what}: '${id}'`, { code: 'resource_missing', param });
}

export function unauthorized(givenKey: string | null): ApiError {
  const message =
    givenKey === null
      ? 'You did not provide an API key. Use the Authorization header with a key that begins with sk_test_.'
      : `Invalid API Key provided: ${givenKey.slice(0, 8)}****. The simulator takes any key that begins with sk_test_.`;
  return new ApiError(401, 'invalid_request_error', message, {}, false);
}

export function unrecognizedUrl(method: string, path: string): ApiError {
  return new ApiError(404, 'invalid_request_error', `Unrecognized request URL (${method}: ${path}).`, {}, false);
}

export function rateLimited(): ApiError {
  const message = 'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.';
  return new ApiError(429, 'invalid_request_error', message, { code: 'rate_limit' }, false);
}

/** Another call holds the lock of the same object. */
export function lockTimeout(): ApiError {
  const message =
    'This object cannot be accessed right now because another API request or Stripe process is currently accessing it.';
  return new ApiError(429, 'invalid_request_error', message, { code: 'lock_timeout' }, false);
}

export function serverError(): ApiError {
  return new ApiError(500, 'api_error', 'Something went wrong on our end. (An error of the simulator by request.)');
}

export function keyInUse(key: string): ApiError {
  const message = `There is currently another in-progress request using this Idempotency-Key: ${key}.`;
  return new ApiError(409, 'idempotency_error', message, { code: 'idempotency_key_in_use' }, false);
}

export function keyMismatch(key: string): ApiError {
  const message =
    'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
    `Try using a key other than '${key}' if you meant to execute a different request.`;
  return new ApiError(400, 'idempotency_error', message, {}, false);
}
