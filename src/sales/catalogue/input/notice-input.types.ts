import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsIn, IsOptional, registerDecorator } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { fanLanguages } from '../../../contract/languages.js';
import { hasGoodTimes } from '../../../contract/sale/notice.js';
import { type NoticePlace, noticePlaces } from '../../../contract/sale/notice-shapes.js';
import { isPlainText, PlainText } from '../../../platform/http/plain-text.js';
import { OrNull } from '../../../platform/problem/nulls.js';
import { bounds } from './sale-bounds.types.js';

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z]{2})?$/;
/** Limit on languages: every fan gets all of them with each snapshot. One text for each language of the pages fits. */
const MOST_LANGUAGES = fanLanguages.length;

/** Requires times in the text to be valid: `{time:2026-11-27T19:48Z}`. */
export function GoodTimes(): PropertyDecorator {
  return rule('goodTimes', 'must give each time as {time:2026-11-27T19:48Z}', (value) =>
    typeof value === 'string' ? hasGoodTimes(value) : true,
  );
}

/** Texts by language, each one line of at most `max` characters. */
export function TextsByLanguage(max: number): PropertyDecorator {
  return rule(
    'textsByLanguage',
    `must be at most ${MOST_LANGUAGES} texts by language code, each one line of at most ${max} characters with times as {time:2026-11-27T19:48Z}`,
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.keys(value).length <= MOST_LANGUAGES &&
      Object.entries(value).every(([key, text]) => LANGUAGE.test(key) && isPlainText(text, max) && hasGoodTimes(text)),
  );
}

function rule(name: string, message: string, validate: (value: unknown) => boolean): PropertyDecorator {
  return (target, key) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(key),
      validator: { validate, defaultMessage: () => message },
    });
}

/** The body of POST /v1/admin/sales/{id}/notice; a null text removes the notice. */
export class NoticeInput {
  @JSONSchema({ nullable: true })
  @OrNull()
  @PlainText(bounds.noticeCharacters)
  @GoodTimes()
  text?: string | null;
  @JSONSchema({ type: 'object', additionalProperties: { type: 'string' } })
  @IsOptional()
  @TextsByLanguage(bounds.noticeCharacters)
  texts?: Record<string, string>;
  @IsOptional()
  @IsIn(noticePlaces, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(noticePlaces.length)
  to?: NoticePlace[];
}
