import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import Type, { type TSchema } from 'typebox';

const schemas = new Map<string, TSchema>();

/** Schemas registered so far, by title. */
export const answerSchemas = (): ReadonlyMap<string, TSchema> => schemas;

function remember(schema: TSchema): string {
  const { title } = schema as { title?: string };
  if (title === undefined) throw new Error('the schema of an answer needs a title');
  const known = schemas.get(title);
  if (known !== undefined && known !== schema) throw new Error(`two schemas are called ${title}`);
  schemas.set(title, schema);
  return title;
}

/**
 * Declares the answers of an operation: the schema of a wire shape, with one status or several. The OpenAPI document
 * shows it, and tests validate real answers against it.
 * @param file content type of a file that the caller may request instead
 */
export function Answers(status: number | readonly number[], schema: TSchema, file?: string): MethodDecorator {
  const name = remember(schema);
  const statuses = typeof status === 'number' ? [status] : status;
  return applyDecorators(
    ...statuses.map((code) =>
      ApiResponse({
        status: code,
        description: name,
        content: {
          'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
          ...(file === undefined ? {} : { [file]: { schema: { type: 'string' } } }),
        },
      }),
    ),
  );
}

/** An answer without a body. */
export const AnswersNothing = (status = 204): MethodDecorator => ApiResponse({ status, description: 'No content.' });

/** An answer with one named list, such as `{ "sales": […] }`. */
export const listOf = (title: string, field: string, item: TSchema): TSchema =>
  Type.Object({ [field]: Type.Array(item) }, { title });

/** An answer that is a file. */
export const AnswersFile = (contentType: string): MethodDecorator =>
  ApiResponse({
    status: 200,
    description: 'A file.',
    content: { [contentType]: { schema: { type: 'string', format: 'binary' } } },
  });
