import type { Type } from '@nestjs/common';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, IsOptional } from 'class-validator';

type Plain = Readonly<Record<string, unknown>>;
interface Fields {
  /** Optional fields in which null is equivalent to omission. */
  droppable: readonly string[];
  nested: readonly [name: string, type: Type][];
}

/** Deeper values are left unchanged. */
const MAX_DEPTH = 8;
const nullable = new Map<unknown, Set<string>>();
const known = new Map<Type, Fields>();

/** Makes the field optional, with null as a value of its own: never, none, unlimited. */
export const OrNull = (): PropertyDecorator => (target, name) => {
  IsOptional()(target, name);
  const names = nullable.get(target.constructor) ?? new Set();
  nullable.set(target.constructor, names.add(String(name)));
};

/** Returns the fields that accept null: by OrNull, or by IsOptional, where it is equivalent to omission. */
export const optionalFields = (type: Type): string[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .filter(({ name }) => name === 'isOptional')
    .map(({ propertyName }) => propertyName);

/** Removes nulls from optional fields: IsOptional lets them pass unchecked, and services expect a value or nothing. */
export function withoutNulls(type: Type, body: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH || typeof body !== 'object' || body === null) return body;
  if (Array.isArray(body)) return body.map((item: unknown) => withoutNulls(type, item, depth + 1));
  const plain = body as Plain;
  const { droppable, nested } = fieldsOf(type);
  const inner = nested.filter(([name]) => typeof plain[name] === 'object' && plain[name] !== null);
  const dropped = droppable.filter((name) => plain[name] === null);
  if (inner.length === 0 && dropped.length === 0) return plain;
  const kept = Object.fromEntries(Object.entries(plain).filter(([name]) => !dropped.includes(name)));
  for (const [name, of] of inner) kept[name] = withoutNulls(of, plain[name], depth + 1);
  return kept;
}

function fieldsOf(type: Type): Fields {
  const present = known.get(type);
  if (present) return present;
  const names = new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(type, '', false, false)
      .map(({ propertyName }) => propertyName),
  );
  const nested = [...names].flatMap((name): [string, Type][] => {
    const of = defaultMetadataStorage.findTypeMetadata(type, name)?.typeFunction() as Type | undefined;
    return of === undefined ? [] : [[name, of]];
  });
  const made = { droppable: optionalFields(type).filter((name) => !isNullable(type, name)), nested };
  known.set(type, made);
  return made;
}

function isNullable(type: unknown, name: string): boolean {
  if (typeof type !== 'function') return false;
  return nullable.get(type)?.has(name) === true || isNullable(Object.getPrototypeOf(type), name);
}
