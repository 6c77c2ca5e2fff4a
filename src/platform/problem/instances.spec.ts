import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { IsArray, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { instanceOf } from './instances.js';

class Part {
  @IsString()
  name: string;
}
class Whole {
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Part)
  parts: Part[];

  @IsOptional()
  @ValidateNested()
  @Type(() => Part)
  main?: Part;

  @IsOptional()
  @IsInt()
  count = 1;
}
class Trimmed {
  @IsString()
  @Transform(({ value }: { value: string }) => value.trim())
  name: string;
}
class Counted {
  @IsInt()
  @Type(() => Number)
  count: number;
}

describe('an instance of a body', () => {
  it.each<[string, new () => object, Record<string, unknown>]>([
    ['nested values', Whole, { parts: [{ name: 'a' }, { name: 'b' }], main: { name: 'c' }, count: 2 }],
    ['values that are absent', Whole, { parts: [] }],
    ['values of another shape', Whole, { parts: 'x', main: 3, count: null }],
    ['a list with other things in it', Whole, { parts: [1, null, 'x'] }],
    ['unknown fields', Whole, { parts: [{ name: 'a', price: 1 }], more: { deep: [1] } }],
    ['values that a decorator changes', Trimmed, { name: '  a ' }],
    ['text that becomes a number', Counted, { count: '7' }],
  ])('is what class-transformer makes of it: %s', (_what, type, plain) => {
    const made = instanceOf(type, plain);
    expect(made).toEqual(plainToInstance(type, plain));
    expect(made).toBeInstanceOf(type);
  });

  it('holds instances of the classes that are named within it', () => {
    const { parts, main } = instanceOf(Whole, { parts: [{ name: 'a' }], main: { name: 'b' } }) as Whole;
    expect([parts[0], main].every((part) => part instanceof Part)).toBe(true);
  });
});
