import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsOptional, Matches, Max, Min, ValidateNested } from 'class-validator';
import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../../contract/errors.js';
import { ProblemError, problemOf } from './problem.js';
import { validationPipe } from './validation.js';

class Item {
  @IsInt()
  @Min(1)
  @Max(10)
  quantity: number;
}
class Body {
  @IsArray()
  @ArrayMaxSize(3)
  @ValidateNested({ each: true })
  @Type(() => Item)
  items: Item[];
  @IsOptional()
  @IsArray()
  @IsIn(['a', 'b'], { each: true })
  types?: string[];
  @IsOptional()
  @Matches(/^x$/, { message: 'must be one x' })
  mark?: string;
}

async function refusalOf(body: unknown): Promise<Problem> {
  try {
    await validationPipe().transform(body, { type: 'body', metatype: Body });
  } catch (error) {
    if (error instanceof ProblemError) return problemOf(error.code, error.extra);
  }
  throw new Error('it was not refused');
}

describe('what is said of a body that does not match', () => {
  it.each([
    [{ items: [{ quantity: '1' }] }, 'items.0.quantity', 'items.0.quantity must be an integer number.'],
    [{ items: [{ quantity: 0 }] }, 'items.0.quantity', 'items.0.quantity must not be less than 1.'],
    [{ items: [{ quantity: 11 }] }, 'items.0.quantity', 'items.0.quantity must not be greater than 10.'],
    [{ items: 'none' }, 'items', 'items must be an array.'],
    [{ items: [], types: ['c'] }, 'types', 'each value in types must be one of the following values: a, b.'],
    [{ items: [], other: 1 }, 'other', 'property other should not exist.'],
    [{ items: [], mark: 'y' }, 'mark', 'mark must be one x.'],
  ])('names the type first, and the field once: %j', async (body, field, detail) => {
    const refusal = await refusalOf(body);
    expect(refusal).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', detail });
    expect(refusal.errors?.map((error) => error.field)).toEqual([field]);
  });
});
