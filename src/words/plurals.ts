/** Word forms by plural category; `other` stands in for every category that a language does not name. */
export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Numbers and plural forms of one language, by the rules of CLDR. */
export function countingIn(locale: string): {
  count: (n: number) => string;
  form: (n: number, forms: Forms) => string;
  some: (n: number, forms: Forms) => string;
} {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const count = (n: number): string => numbers.format(n);
  const form = (n: number, forms: Forms): string => forms[rules.select(n)] ?? forms.other;
  return { count, form, some: (n, forms) => `${count(n)} ${form(n, forms)}` };
}
