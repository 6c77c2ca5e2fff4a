import { registerDecorator } from 'class-validator';
import { Transform } from 'class-transformer';

/** Control characters, line separators and bidirectional marks: no single line typed by a person needs them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const REFUSED = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;
/** At least one visible character: spaces, joiners and marks alone leave a line blank. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Returns true for one line of visible text with at most `max` characters (code points). */
export function isPlainText(value: unknown, max: number): value is string {
  return typeof value === 'string' && VISIBLE.test(value) && [...value].length <= max && !REFUSED.test(value);
}

/** A line typed by a person: NFC, trimmed, 1 to `max` characters, no control characters, no bidirectional marks. */
export function PlainText(max: number): PropertyDecorator {
  return (target, key) => {
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.normalize('NFC').trim() : value))(
      target,
      key,
    );
    registerDecorator({
      name: 'plainText',
      target: target.constructor,
      propertyName: String(key),
      constraints: [max],
      validator: {
        validate: (value: unknown) => isPlainText(value, max),
        defaultMessage: () => `must be one line of 1 to ${max} characters without control characters`,
      },
    });
  };
}
