import { ValidateIf } from 'class-validator';

/** The field may be left out. Unlike IsOptional, which also lets null pass, whatever is given is checked. */
export const IfGiven = (): PropertyDecorator => ValidateIf((_object, value: unknown) => value !== undefined);
