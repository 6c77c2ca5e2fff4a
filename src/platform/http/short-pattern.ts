/** Values that need no decoding and are no other segment. */
const PLAIN = /^[A-Za-z0-9_-]{1,200}$/;

/** Matches addresses of a route with at most one parameter; anything encoded or with a query is no match. */
export class ShortPattern {
  private readonly before: string;
  private readonly after: string;
  private readonly name: string | null;

  constructor(route: string) {
    const [before = '', rest, ...others] = route.split(':');
    const end = rest?.indexOf('/') ?? -1;
    this.before = before;
    this.name = rest === undefined ? null : rest.slice(0, end < 0 ? rest.length : end);
    this.after = rest === undefined || end < 0 ? '' : rest.slice(end);
    if (others.length > 0 || /[*(]/.test(route)) throw new Error(`${route} has more than one parameter`);
  }

  /** Returns the parameter by its name; null if the address is none of the route's. */
  match(url: string): Readonly<Record<string, string>> | null {
    if (this.name === null) return url === this.before ? NONE : null;
    const { before, after } = this;
    if (!url.startsWith(before) || !url.endsWith(after) || url.length <= before.length + after.length) return null;
    const value = url.slice(before.length, url.length - after.length);
    return PLAIN.test(value) ? { [this.name]: value } : null;
  }
}

const NONE: Readonly<Record<string, string>> = Object.freeze({});

/** Returns whether one address could belong to both routes. A wildcard does not count: the router tries it last. */
export function couldBothMatch(a: string, b: string): boolean {
  const [left, right] = [a.split('/'), b.split('/')];
  return left.length === right.length && left.every((part, index) => isSameSegment(part, right[index] ?? ''));
}

const isSameSegment = (a: string, b: string): boolean => a === b || a.includes(':') || b.includes(':');
