import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { OrNull, withoutNulls } from './nulls.js';
import { HotValidation, validationPipe } from './validation.js';

class Inner {
  @IsOptional()
  @IsInt()
  count?: number;
}
class Outer {
  @IsOptional()
  @IsString()
  code?: string;
  @OrNull()
  @IsString()
  until?: string | null;
  @IsOptional()
  @IsInt()
  limit = 100;
  @ValidateNested({ each: true })
  @Type(() => Inner)
  parts: Inner[];
}
class Longer extends Outer {}

const body = { code: null, until: null, limit: null, parts: [{ count: null }, { count: 2 }] };
const expected = { until: null, limit: 100, parts: [{}, { count: 2 }] };

describe('null in a body', () => {
  it('is the same as leaving an optional field out, and a value where the field says so', async () => {
    for (const type of [Outer, Longer]) {
      const checked = await validationPipe().transform({ ...body }, { type: 'body', metatype: type });
      expect(checked).toMatchObject(expected);
      expect(checked).not.toHaveProperty('code', null);
      expect(new HotValidation().check({ ...body }, type, 'body')).toMatchObject(expected);
    }
  });
  it('is refused where the field is required', async () => {
    await expect(validationPipe().transform({ parts: null }, { type: 'body', metatype: Outer })).rejects.toThrow();
  });
  it('costs no copy when there is none', () => {
    const plain = { code: 'a' };
    expect(withoutNulls(Outer, plain)).toBe(plain);
  });
});
