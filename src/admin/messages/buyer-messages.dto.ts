import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  registerDecorator,
} from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { hasGoodTimes } from '../../contract/sale/notice.js';
import { isPlainText, PlainText } from '../../platform/http/plain-text.js';
import { bounds } from '../../sales/catalogue/input/sale-bounds.types.js';
import { GoodTimes } from '../../sales/catalogue/input/notice-input.types.js';
import { fanLanguages } from '../../contract/languages.js';
import { idPattern } from '../../contract/ids.js';

const SUBJECT = 120;
const TEXT = 4_000;
const LINES = 100;
const TYPE_ID = idPattern('tt');

const isLanguage = (text: string): boolean => fanLanguages.some((language) => language === text);

const isText = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  value.length <= TEXT &&
  value.split('\n').length <= LINES &&
  value.split('\n').every((line) => line.trim() === '' || isPlainText(line.trim(), TEXT)) &&
  hasGoodTimes(value);

const isVariant = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).sort().join() === 'subject,text' &&
  'subject' in value &&
  isPlainText(value.subject, SUBJECT) &&
  hasGoodTimes(value.subject) &&
  'text' in value &&
  isText(value.text);

function rule(name: string, message: string, validate: (value: unknown) => boolean): PropertyDecorator {
  return (target, key) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: String(key),
      validator: { validate, defaultMessage: () => message },
    });
}

/** Whom a message goes to; left out: everybody who has a ticket. */
export class AudienceBody {
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.ticketTypes)
  @ArrayUnique()
  @Matches(TYPE_ID, { each: true })
  ticketTypeIds?: string[];
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.sections)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  sections?: string[];
}

export class BuyerMessageBody extends AudienceBody {
  @PlainText(SUBJECT)
  @GoodTimes()
  subject: string;
  @JSONSchema({ type: 'string', maxLength: TEXT, description: 'May have several lines, and times as in notices.' })
  @rule(
    'messageText',
    `must be 1 to ${TEXT} characters in at most ${LINES} lines, with times as {time:2026-11-27T19:48Z}`,
    isText,
  )
  text: string;
  @JSONSchema({
    type: 'object',
    additionalProperties: { type: 'object', properties: { subject: { type: 'string' }, text: { type: 'string' } } },
    description: `The same in other fanLanguages that mails speak, by language code: ${fanLanguages.join(', ')}.`,
  })
  @IsOptional()
  @rule(
    'messageVariants',
    `must be {subject, text} by language code (${fanLanguages.join(', ')}: what mails speak), each as the first one`,
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(value) &&
      Object.entries(value).every(([language, variant]) => isLanguage(language) && isVariant(variant)),
  )
  texts?: Record<string, { subject: string; text: string }>;
}
