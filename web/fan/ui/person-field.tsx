import type { JSX } from 'preact';
import { Icon } from './icons.js';

export const looksLikeEmail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

interface FieldProps {
  /** Prefix of the element ids, naming whose data it is. */
  of: string;
  name: 'email' | 'name';
  label: string;
  hint?: string;
  error: string | null;
  value: string;
  onInput: (value: string) => void;
}

/** Input for a person's e-mail address or name. */
export function PersonField({ of, name, label, hint, error, value, onInput }: FieldProps): JSX.Element {
  const describedBy = [hint && `${of}-${name}-hint`, error && `${of}-${name}-error`].filter(Boolean).join(' ');
  const common = {
    id: `${of}-${name}`,
    autocomplete: of === 'buyer' ? name : 'off',
    value,
    required: true,
    maxLength: name === 'email' ? 254 : 120,
    'aria-invalid': error !== null,
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    onInput: (event: { currentTarget: HTMLInputElement }) => onInput(event.currentTarget.value),
  };
  return (
    <div class="field">
      <label for={common.id}>{label}</label>
      {name === 'email' ? <input {...common} type="email" /> : <input {...common} type="text" />}
      {hint && (
        <span id={`${of}-${name}-hint`} class="muted small">
          {hint}
        </span>
      )}
      {error && (
        <span id={`${of}-${name}-error`} class="field-error">
          <Icon name="warn" size={16} /> {error}
        </span>
      )}
    </div>
  );
}
