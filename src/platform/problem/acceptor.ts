import { getMetadataStorage } from 'class-validator';

type Rule = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Check = (value: unknown, holder: object, depth: number) => boolean;

interface PropertyChecks {
  name: string;
  /** The property is validated only if all of these hold (IsOptional, ValidateIf). */
  conditions: ((holder: object, value: unknown) => boolean)[];
  checks: Check[];
}
/** Deeper values are left to class-validator. */
const MAX_DEPTH = 8;

/**
 * Fast path that recognizes valid DTO instances with the validators of their decorators, compiled once per class.
 * `false` means "not sure": class-validator then decides, and it alone words refusals.
 */
export class Acceptor {
  private readonly compiled = new Map<unknown, PropertyChecks[] | null>();

  accepts(instance: unknown, depth = 0): boolean {
    if (typeof instance !== 'object' || instance === null || depth > MAX_DEPTH) return false;
    const properties = this.propertiesOf((Object.getPrototypeOf(instance) as object | null)?.constructor);
    if (properties === null) return false;
    for (const key of Object.keys(instance)) if (!properties.some(({ name }) => name === key)) return false;
    return properties.every(({ name, conditions, checks }) => {
      const value = (instance as Record<string, unknown>)[name];
      if (!conditions.every((applies) => applies(instance, value))) return true;
      return checks.every((check) => check(value, instance, depth));
    });
  }

  private propertiesOf(type: unknown): PropertyChecks[] | null {
    const present = this.compiled.get(type);
    if (present !== undefined) return present;
    const rules =
      typeof type === 'function' ? getMetadataStorage().getTargetValidationMetadatas(type, '', false, false) : [];
    const made = this.compile(rules);
    this.compiled.set(type, made);
    return made;
  }

  /** Returns null unless every rule is understood. */
  private compile(rules: readonly Rule[]): PropertyChecks[] | null {
    const properties = new Map<string, PropertyChecks>();
    for (const rule of rules) {
      const property = properties.get(rule.propertyName) ?? { name: rule.propertyName, conditions: [], checks: [] };
      properties.set(rule.propertyName, property);
      if (rule.type === 'conditionalValidation') {
        property.conditions.push(rule.constraints[0] as PropertyChecks['conditions'][number]);
      } else {
        const check = this.checkOf(rule);
        if (check === null) return null;
        property.checks.push(check);
      }
    }
    return properties.size === 0 ? null : [...properties.values()];
  }

  private checkOf(rule: Rule): Check | null {
    const groups = rule.groups as string[] | undefined; // the typings claim that it is always present
    if (rule.validateIf !== undefined || (groups !== undefined && groups.length > 0)) return null;
    if (rule.type === 'customValidation') return constraintCheck(rule);
    if (rule.type !== 'nestedValidation') return null;
    return (value, _holder, depth) => {
      if (value === undefined) return true;
      return Array.isArray(value)
        ? value.every((item) => this.accepts(item, depth + 1))
        : this.accepts(value, depth + 1);
    };
  }
}

function constraintCheck(rule: Rule): Check | null {
  const { propertyName: property, constraints, each } = rule;
  const [constraint, ...others] = getMetadataStorage().getTargetValidatorConstraints(rule.constraintCls);
  if (!constraint || others.length > 0 || constraint.async) return null;
  const { instance } = constraint;
  return (value, object) => {
    const told = { value, constraints, targetName: object.constructor.name, object, property };
    // asynchronous validators return a promise, which is never `true`, and are left to class-validator
    const isValid = (item: unknown): boolean => instance.validate(item, told) === true;
    return each && Array.isArray(value) ? value.every(isValid) : isValid(value);
  };
}
