import { type ArgumentMetadata, type Type, type ValidationError, ValidationPipe } from '@nestjs/common';
import type { FieldError } from '../../contract/errors.js';
import { Acceptor } from './acceptor.js';
import { instanceOf } from './instances.js';
import { withoutNulls } from './nulls.js';
import { ProblemError } from './problem.js';

/** Maximum number of field errors reported at once. */
const MAX_FIELD_ERRORS = 50;

/** What a value must be before anything else about it can be judged. */
const OF_TYPE = [
  ...['isDefined', 'isObject', 'isArray', 'isString', 'isBoolean', 'isNumber', 'isInt'],
  ...['whitelistValidation', 'nestedValidation'],
];

/** Returns the one message that says most: `must be an integer` rather than `must not exceed 10`. */
function messageOf(constraints: Record<string, string>): string | null {
  const name = OF_TYPE.find((each) => each in constraints) ?? Object.keys(constraints)[0];
  return name === undefined ? null : (constraints[name] ?? null);
}

function* fieldErrors(errors: readonly ValidationError[], path = ''): Generator<FieldError> {
  for (const error of errors) {
    const field = path === '' ? error.property : `${path}.${error.property}`;
    const message = messageOf(error.constraints ?? {});
    if (message !== null) yield { field, message };
    yield* fieldErrors(error.children ?? [], field);
  }
}

class BodyPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { metatype } = metadata;
    return (await super.transform(metatype ? withoutNulls(metatype, value) : value, metadata)) as unknown;
  }
}

/** Bodies and queries must match their DTO exactly: unknown fields are rejected. */
export const validationPipe = (): ValidationPipe =>
  new BodyPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    // the first rule that is judged is not the one that says most
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new ProblemError('VALIDATION_FAILED', { errors: [...fieldErrors(errors)].slice(0, MAX_FIELD_ERRORS) }),
  });

/** Fast path for hot routes: valid input skips the validation run, anything doubtful goes through the pipe. */
export class HotValidation {
  private readonly acceptor = new Acceptor();
  private readonly pipe = validationPipe();

  /** Returns an instance of `type`, or a promise of the pipe's result, which rejects with VALIDATION_FAILED. */
  check(given: unknown, type: Type, from: ArgumentMetadata['type']): unknown {
    const plain = withoutNulls(type, given);
    if (typeof plain === 'object' && plain !== null && !Array.isArray(plain)) {
      const instance = instanceOf(type, plain as Record<string, unknown>);
      if (this.acceptor.accepts(instance)) return instance;
    }
    return this.pipe.transform(plain, { type: from, metatype: type });
  }
}
