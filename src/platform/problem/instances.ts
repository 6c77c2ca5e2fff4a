import type { Type } from '@nestjs/common';
import { plainToInstance, TransformationType } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';

type Plain = Readonly<Record<string, unknown>>;
type Make = (plain: Plain) => object;

/** Deeper values are left to class-transformer, which handles cycles. */
const MAX_DEPTH = 8;
const makers = new Map<Type, Make | null>();

/**
 * Fast path of class-transformer for parsed bodies: creates an instance of the class with its values unchanged, and
 * instances of the classes that `@Type` names. A class that needs more is left to class-transformer.
 */
export function instanceOf(type: Type, plain: Plain): object {
  const make = makerOf(type, 0);
  return make ? make(plain) : (plainToInstance(type, plain) as object);
}

function makerOf(type: Type, depth: number): Make | null {
  const known = makers.get(type);
  if (known !== undefined) return known;
  const made = depth > MAX_DEPTH ? null : compile(type, depth);
  makers.set(type, made);
  return made;
}

function compile(type: Type, depth: number): Make | null {
  const names = new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(type, '', false, false)
      .map(({ propertyName }) => propertyName),
  );
  const nested: [name: string, make: Make][] = [];
  for (const name of names) {
    if (isTransformed(type, name)) return null;
    const typed = defaultMetadataStorage.findTypeMetadata(type, name);
    if (!typed) continue;
    const target = typed.typeFunction() as Type;
    const make = typed.options.discriminator || !hasRules(target) ? null : makerOf(target, depth + 1);
    if (make === null) return null;
    nested.push([name, make]);
  }
  return (plain) => {
    const instance = Object.assign(new type() as object, plain) as Record<string, unknown>;
    for (const [name, make] of nested) instance[name] = nestedValue(instance[name], make);
    return instance;
  };
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function nestedValue(value: unknown, make: Make): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (isPlain(item) ? make(item) : item));
  return isPlain(value) ? make(value) : value;
}

/** Returns whether a decorator changes the property's name or value. */
function isTransformed(type: Type, name: string): boolean {
  const storage = defaultMetadataStorage;
  return (
    storage.getStrategy(type) !== 'none' ||
    storage.findTransformMetadatas(type, name, TransformationType.PLAIN_TO_CLASS).length > 0 ||
    Boolean(storage.findExposeMetadata(type, name) ?? storage.findExcludeMetadata(type, name))
  );
}

const hasRules = (type: Type): boolean =>
  getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0;
