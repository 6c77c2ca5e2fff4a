import { setTimeout as sleep } from 'node:timers/promises';
import { randomText } from '../core/ids.js';
import { API_VERSION } from '../core/version.js';
import type { CallMishap, Faults } from '../faults/faults.js';
import type { Intents } from '../model/intents.js';
import type { Ledger } from '../model/ledger.js';
import { type ApiCall, Calls, lockedIntent } from './calls.js';
import {
  ApiError,
  invalidParameter,
  keyInUse,
  keyMismatch,
  lockTimeout,
  rateLimited,
  serverError,
  unauthorized,
} from './errors.js';
import { callFingerprint, IdempotencyKeys } from './idempotency.js';
import { apiKeyOf, isTestKey } from './keys.js';

export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly form: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
}

export interface ApiAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the client receives: an answer, or a connection closed without one. */
export type ApiOutcome = ApiAnswer | { readonly kind: 'cut' };

interface Done {
  readonly status: number;
  readonly body: string;
  readonly error: ApiError | null;
}

const MAX_KEY_LENGTH = 255;

/** The entry to `/v1`: API key, rate limit, idempotency and faults, then the call itself, which takes no time. */
export class ApiDoor {
  private readonly calls: Calls;
  private readonly keys = new IdempotencyKeys();
  private readonly locked = new Set<string>();

  constructor(
    ledger: Ledger,
    intents: Intents,
    private readonly faults: Faults,
    baseUrl: string,
  ) {
    this.calls = new Calls(ledger, intents, baseUrl);
  }

  async answer(request: ApiRequest): Promise<ApiOutcome> {
    if (this.faults.isDown) return { kind: 'cut' };
    const requestId = `req_${randomText(14)}`;
    const refusal = this.refusal(request);
    if (refusal) return this.toAnswer(failed(refusal), requestId, request);
    const mishap = this.faults.drawCall();
    const key = request.method === 'POST' ? request.idempotencyKey : undefined;
    return key === undefined
      ? this.perform(request, requestId, mishap)
      : this.performOnce(key, request, requestId, mishap);
  }

  private refusal(request: ApiRequest): ApiError | null {
    const key = apiKeyOf(request.authorization);
    if (key === null || !isTestKey(key)) return unauthorized(key);
    if (this.faults.exceedsRate()) return rateLimited();
    if ((request.idempotencyKey?.length ?? 0) > MAX_KEY_LENGTH) {
      return invalidParameter('parameter_invalid', 'Idempotency-Key', 'Idempotency keys have up to 255 characters.');
    }
    return null;
  }

  private async performOnce(
    key: string,
    request: ApiRequest,
    requestId: string,
    mishap: CallMishap,
  ): Promise<ApiOutcome> {
    const begun = this.keys.begin(key, callFingerprint(request.method, request.path, request.form));
    switch (begun.kind) {
      case 'mismatch':
        return this.toAnswer(failed(keyMismatch(key)), requestId, request);
      case 'in-flight':
        return this.toAnswer(failed(keyInUse(key)), requestId, request);
      case 'replay': {
        await pause(mishap.latencyMs);
        if (mishap.lostAnswer) return { kind: 'cut' };
        const { status, body, requestId: original } = begun.answer;
        const replayed = { 'idempotent-replayed': 'true', 'original-request': original };
        return this.toAnswer({ status, body, error: null }, requestId, request, replayed);
      }
      case 'fresh':
        return this.perform(request, requestId, mishap, (done) => {
          if (done.error?.isStored === false) this.keys.forget(key);
          else this.keys.finish(key, { status: done.status, body: done.body, requestId });
        });
    }
  }

  /** Half of the latency precedes the call and half follows it, so that a client can time out in between. */
  private async perform(
    request: ApiRequest,
    requestId: string,
    mishap: CallMishap,
    settle: (done: Done) => void = () => undefined,
  ): Promise<ApiOutcome> {
    const intent = lockedIntent(request);
    if (intent !== null && this.locked.has(intent)) {
      const refused = failed(lockTimeout());
      settle(refused);
      return this.toAnswer(refused, requestId, request, { 'stripe-should-retry': 'true' });
    }
    if (intent !== null) this.locked.add(intent);
    await pause(mishap.latencyMs / 2);
    const done = this.run(request, requestId, mishap);
    await pause(mishap.latencyMs / 2);
    if (intent !== null) this.locked.delete(intent);
    settle(done);
    return mishap.lostAnswer ? { kind: 'cut' } : this.toAnswer(done, requestId, request);
  }

  private run(request: ApiRequest, requestId: string, mishap: CallMishap): Done {
    if (mishap.serverError === 'not-done') return failed(serverError());
    const call: ApiCall = {
      method: request.method,
      path: request.path,
      form: request.form,
      cause: { requestId, idempotencyKey: request.idempotencyKey ?? null },
    };
    let done: Done;
    try {
      done = { status: 200, body: JSON.stringify(this.calls.run(call)), error: null };
    } catch (error) {
      done = failed(error instanceof ApiError ? error : unexpected(error));
    }
    return mishap.serverError === 'done' ? failed(serverError()) : done;
  }

  private toAnswer(
    done: Done,
    requestId: string,
    request: ApiRequest,
    headers: Readonly<Record<string, string>> = {},
  ): ApiAnswer {
    return {
      kind: 'answer',
      status: done.status,
      body: done.body,
      headers: {
        'content-type': 'application/json',
        'cache-control': 'no-cache, no-store',
        'request-id': requestId,
        'stripe-version': API_VERSION,
        ...(request.idempotencyKey !== undefined && { 'idempotency-key': request.idempotencyKey }),
        // a retry would only replay the stored 500
        ...(done.status === 500 && { 'stripe-should-retry': 'false' }),
        ...headers,
      },
    };
  }
}

function failed(error: ApiError): Done {
  return { status: error.status, body: JSON.stringify(error.body()), error };
}

function unexpected(error: unknown): ApiError {
  console.error('stripe simulator: a call failed unexpectedly', error);
  return new ApiError(500, 'api_error', 'The simulator failed; see its log.');
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms);
}
