import type { FieldErrors } from '../../ui/fields.jsx';
import type { SaleDraft } from './sale-draft.js';

/** Props of every part of the form. */
export interface FormPart {
  draft: SaleDraft;
  errors: FieldErrors;
  hints: FieldErrors;
  change: (changes: Partial<SaleDraft>) => void;
}

export type TextOf = {
  [Field in keyof SaleDraft]: SaleDraft[Field] extends string
    ? string extends SaleDraft[Field]
      ? Field
      : never
    : never;
}[keyof SaleDraft];

export const bindText = ({ draft, errors, hints, change }: FormPart, field: TextOf) => ({
  value: draft[field],
  error: errors.get(field),
  hint: hints.get(field),
  onChange: (value: string) => change({ [field]: value }),
});
