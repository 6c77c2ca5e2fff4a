import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema, validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { optionalFields } from '../problem/nulls.js';
import { requestExamples } from '../../contract/request-examples.js';
import { withPlainPattern } from './plain-pattern.js';

type Schema = ReturnType<typeof targetConstructorToSchema>;
type Dto = new () => object;

const options = {
  classTransformerMetadataStorage: defaultMetadataStorage,
  refPointerPrefix: '#/components/schemas/',
  additionalConverters: {
    [ValidationTypes.WHITELIST]: {},
    // rules of our own whose fields are described beside them
    goodTimes: {},
    textsByLanguage: {},
    messageVariants: {},
    isTimeZone: { type: 'string' as const, description: 'IANA name of a time zone', example: 'Europe/Berlin' },
    isIso8601: { type: 'string' as const, format: 'date-time' },
    plainText: ({ constraints }: { constraints?: unknown[] }) => ({
      type: 'string' as const,
      minLength: 1,
      maxLength: Number(constraints?.[0]),
    }),
  },
};

/** Returns every class that class-validator checks. */
function validatedClasses(): Dto[] {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<unknown, unknown>;
  };
  const classes = [...validationMetadatas.keys()].filter((target): target is Dto => typeof target === 'function');
  const names = classes.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two request classes are called ${twice}`);
  return classes;
}

/**
 * Returns JSON schemas of request bodies by class name, derived from the validators so that the document cannot diverge
 * from what is checked. Unknown fields are rejected.
 */
export function requestSchemas(): Record<string, Schema> {
  const schemas = validationMetadatasToSchemas(options);
  const optional = new Map(validatedClasses().map((dto) => [dto.name, new Set(optionalFields(dto))]));
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const properties = Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([field, of]) => {
          const value = 'pattern' in of ? withPlainPattern(of) : of;
          return [field, optional.get(name)?.has(field) === true ? orNull(value) : value];
        }),
      );
      const example = requestExamples[name];
      return [name, { ...schema, properties, additionalProperties: false, ...(example && { example }) }];
    }),
  );
}

type Property = NonNullable<Schema['properties']>[string];

const orNull = (schema: Property): Property => {
  if ('nullable' in schema) return schema;
  if ('$ref' in schema || schema.enum !== undefined || typeof schema.type !== 'string')
    return { anyOf: [schema, { type: 'null' as never }] };
  return { ...schema, type: [schema.type, 'null'] as never };
};

/** Registers the fields of every request class with @nestjs/swagger, which needs them to list query parameters. */
export function describeQueryFields(): void {
  for (const dto of validatedClasses()) {
    const { properties = {}, required = [] } = targetConstructorToSchema(dto, options);
    for (const [field, schema] of Object.entries(properties)) {
      if ('$ref' in schema) continue;
      ApiProperty({ ...schema, required: required.includes(field) } as ApiPropertyOptions)(
        dto.prototype as object,
        field,
      );
    }
  }
}
