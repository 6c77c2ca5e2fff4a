/** Fault settings as specified in contract.md; everything is optional, and `{}` means no faults. */
export interface FaultSettings {
  /** Latency of a call, minimum and maximum. */
  readonly latencyMs?: readonly [number, number];
  /** Share of otherwise valid payments that the bank declines. */
  readonly decline?: number;
  /** Share of calls answered with 500; half of those were executed nevertheless. */
  readonly serverError?: number;
  /** Share of calls that are executed, but whose connection is closed without an answer. */
  readonly lostAnswer?: number;
  /** Calls beyond this rate per second are refused with 429. */
  readonly rateLimitPerSecond?: number;
  /** Closes every call's connection without executing it. */
  readonly down?: boolean;
  readonly webhooks?: WebhookFaults;
  /** Reproduces the same faults in the same order. */
  readonly seed?: number;
}

export interface WebhookFaults {
  /** Share of events that are not sent (`/_simulator/webhooks/redeliver` sends them later). */
  readonly drop?: number;
  /** Share of events that are sent twice. */
  readonly duplicate?: number;
  readonly delayMs?: readonly [number, number];
  /** Sends events that are close together in a different order. */
  readonly reorder?: boolean;
}

export type FaultsResult =
  | { readonly kind: 'faults'; readonly settings: FaultSettings }
  | { readonly kind: 'invalid'; readonly field: string; readonly message: string };

const MAX_WAIT_MS = 600_000;
const MAX_RATE = 1_000_000;

type Check = (value: unknown) => string | null;

const share: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? null : 'must be a number from 0 to 1';
const flag: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false');
const whole: Check = (value) => (Number.isSafeInteger(value) ? null : 'must be a whole number');
const rate: Check = (value) =>
  typeof value === 'number' && value > 0 && value <= MAX_RATE ? null : `must be a number above 0, up to ${MAX_RATE}`;
const wait: Check = (value) => {
  const isRange =
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((end) => Number.isSafeInteger(end) && end >= 0 && end <= MAX_WAIT_MS) &&
    value[0] <= value[1];
  return isRange ? null : `must be [from, to] in whole milliseconds, from 0 to ${MAX_WAIT_MS}`;
};

const WEBHOOK_CHECKS: Readonly<Record<keyof WebhookFaults, Check>> = {
  drop: share,
  duplicate: share,
  delayMs: wait,
  reorder: flag,
};
const CHECKS: Readonly<Record<Exclude<keyof FaultSettings, 'webhooks'>, Check>> = {
  latencyMs: wait,
  decline: share,
  serverError: share,
  lostAnswer: share,
  rateLimitPerSecond: rate,
  down: flag,
  seed: whole,
};

/** Validates a body of `PUT /_simulator/faults`; reports the first invalid field. */
export function parseFaults(body: unknown): FaultsResult {
  if (!isObject(body)) return { kind: 'invalid', field: '', message: 'The body must be a JSON object.' };
  const { webhooks, ...ofCalls } = body;
  const wrong = firstWrong(ofCalls, CHECKS, '');
  if (wrong) return wrong;
  if (webhooks !== undefined) {
    if (!isObject(webhooks)) return invalid('webhooks', 'must be an object');
    const wrongWebhook = firstWrong(webhooks, WEBHOOK_CHECKS, 'webhooks.');
    if (wrongWebhook) return wrongWebhook;
  }
  return { kind: 'faults', settings: body };
}

function firstWrong(given: Record<string, unknown>, checks: Readonly<Record<string, Check>>, prefix: string) {
  for (const [name, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check)
      return { kind: 'invalid', field: prefix + name, message: `Received unknown field: ${prefix}${name}` } as const;
    const complaint = check(value);
    if (complaint) return invalid(prefix + name, complaint);
  }
  return null;
}

function invalid(field: string, complaint: string): FaultsResult {
  return { kind: 'invalid', field, message: `${field} ${complaint}` };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
