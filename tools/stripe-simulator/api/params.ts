import type { CreatedRange } from '../core/creation-log.js';
import type { Metadata } from '../model/records.js';
import { ApiError, invalidParameter } from './errors.js';
import { type FormTree, parseForm } from './form.js';

const MAX_STRING = 5_000;
const METADATA = { maxKeys: 50, maxKeyLength: 40, maxValueLength: 500 };
const RANGE_ENDS = ['gt', 'gte', 'lt', 'lte'] as const;

/** The parameters of one call; invalid ones raise Stripe's errors. */
export class Params {
  private constructor(private readonly tree: FormTree) {}

  /** @throws ApiError 400 if the text is not a form */
  static parse(text: string): Params {
    const result = parseForm(text);
    if (result.kind === 'malformed') {
      throw new ApiError(400, 'invalid_request_error', `Invalid parameters: ${result.reason}.`, {}, false);
    }
    return new Params(result.tree);
  }

  /** Rejects parameters that are not in the list; `expand` is always allowed. */
  only(allowed: readonly string[]): this {
    for (const name of Object.keys(this.tree)) {
      if (name !== 'expand' && !allowed.includes(name)) {
        throw invalidParameter('parameter_unknown', name, `Received unknown parameter: ${name}`);
      }
    }
    return this;
  }

  has(name: string): boolean {
    return this.tree[name] !== undefined;
  }

  string(name: string): string | undefined {
    const value = this.tree[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw invalidParameter('parameter_invalid_string', name, `Invalid string: ${name}`);
    if (value.length > MAX_STRING) {
      throw invalidParameter('parameter_invalid_string', name, `Invalid string: ${name} is too long`);
    }
    return value;
  }

  required(name: string): string {
    const value = this.string(name);
    if (value === undefined || value === '') {
      throw invalidParameter('parameter_missing', name, `Missing required param: ${name}.`);
    }
    return value;
  }

  integer(name: string, minimum: number, maximum: number): number | undefined {
    const text = this.string(name);
    if (text === undefined) return undefined;
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(value)) throw invalidParameter('parameter_invalid_integer', name, `Invalid integer: ${text}`);
    if (value < minimum || value > maximum) {
      const message = `Invalid integer: this value must be between ${minimum} and ${maximum}.`;
      throw invalidParameter('parameter_invalid_integer', name, message);
    }
    return value;
  }

  boolean(name: string): boolean | undefined {
    const text = this.string(name);
    if (text === undefined) return undefined;
    if (text !== 'true' && text !== 'false')
      throw invalidParameter('parameter_invalid', name, `Invalid boolean: ${text}`);
    return text === 'true';
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const text = this.string(name);
    if (text === undefined || text === '') return undefined;
    const found = values.find((value) => value === text);
    if (found === undefined) {
      throw invalidParameter('parameter_invalid', name, `Invalid ${name}: must be one of ${values.join(', ')}`);
    }
    return found;
  }

  /** A list written as `name[0]=…&name[1]=…` or `name[]=…`. */
  strings(name: string): string[] {
    const value = this.tree[name];
    if (value === undefined) return [];
    if (typeof value === 'string') return value === '' ? [] : [value];
    return Object.values(value).map((item) => {
      if (typeof item !== 'string') throw invalidParameter('parameter_invalid', name, `Invalid array: ${name}`);
      return item;
    });
  }

  /** Returns the parameters inside `name[…]`, or undefined if there are none. */
  nested(name: string): Params | undefined {
    const value = this.tree[name];
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string') throw invalidParameter('parameter_invalid', name, `Invalid object: ${name}`);
    return new Params(value);
  }

  /** Returns `metadata` after this call: names are merged, an empty value removes one, `metadata=` removes all. */
  metadata(before: Metadata): Metadata {
    const given = this.tree['metadata'];
    if (given === undefined) return before;
    if (given === '') return {};
    if (typeof given === 'string') throw invalidParameter('parameter_invalid', 'metadata', 'Invalid object: metadata');
    const after: Record<string, string> = { ...before };
    for (const [name, value] of Object.entries(given)) {
      if (typeof value !== 'string' || value.length > METADATA.maxValueLength || name.length > METADATA.maxKeyLength) {
        const message = 'Metadata names have up to 40 characters, values up to 500.';
        throw invalidParameter('parameter_invalid', `metadata[${name}]`, message);
      }
      if (value === '') delete after[name];
      else Object.defineProperty(after, name, { value, enumerable: true, writable: true, configurable: true });
    }
    if (Object.keys(after).length > METADATA.maxKeys) {
      throw invalidParameter('parameter_invalid', 'metadata', 'Metadata has up to 50 names.');
    }
    return after;
  }

  /** `created=…` or `created[gte]=…`, in Unix seconds. */
  created(): CreatedRange | undefined {
    const value = this.tree['created'];
    if (value === undefined) return undefined;
    if (typeof value === 'string') {
      const exact = this.integer('created', 0, Number.MAX_SAFE_INTEGER) ?? 0;
      return { gte: exact, lte: exact };
    }
    const ends = new Params(value).only(RANGE_ENDS);
    const range: { -readonly [End in keyof CreatedRange]: CreatedRange[End] } = {};
    for (const end of RANGE_ENDS) {
      const at = ends.integer(end, 0, Number.MAX_SAFE_INTEGER);
      if (at !== undefined) range[end] = at;
    }
    return range;
  }
}
