import { applyDecorators } from '@nestjs/common';
import { IsOptional, Matches } from 'class-validator';
import { bodyHash } from './idempotency/idempotency.service.js';

const CHARACTERS = 16;

/** Returns the version of settings by their content, which a change of them sends back. */
export const versionOf = (settings: unknown): string => bodyHash(settings).slice(0, CHARACTERS);

/** A field with the version that the caller has read; another one now is a conflict, and left out it is any. */
export function ReadVersion(): PropertyDecorator {
  return applyDecorators(IsOptional(), Matches(/^[A-Za-z0-9_-]{1,40}$/));
}
