import { pageHeaders } from './layout.js';

/** A request outside the API: from a browser, a test or a script. */
export interface PageRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly isJson: boolean;
  /** A page's form; a script without a body sends neither form nor JSON. */
  readonly isForm: boolean;
  /** The browser's `Sec-Fetch-Site`. */
  readonly fetchSite: string | undefined;
}

export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function pageAnswer(status: number, body: string, shopOrigin: string | null = null): PageAnswer {
  return { status, headers: pageHeaders(shopOrigin), body };
}

export function jsonAnswer(status: number, body: unknown): PageAnswer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'private, no-store' };
  return { status, headers, body: JSON.stringify(body) };
}

/** Redirects a browser after a form, so that reloading does not resubmit it. */
export function seeOther(location: string): PageAnswer {
  const headers = { location, 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' };
  return { status: 303, headers, body: '' };
}

/** Returns the object in a JSON body, or null if there is none. */
export function readJson(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
