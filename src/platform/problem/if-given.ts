import { ValidateIf } from 'class-validator';

/** Makes the field optional. Unlike IsOptional, which also lets null pass, any given value is validated. */
export const IfGiven = (): PropertyDecorator => ValidateIf((_object, value: unknown) => value !== undefined);
