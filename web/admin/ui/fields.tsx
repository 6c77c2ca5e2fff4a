import { type HTMLAttributes, type InputHTMLAttributes, type ReactNode, useEffect, useId, useRef } from 'react';
import { Icon } from './icons.jsx';

/** Error messages by field name. */
export type FieldErrors = ReadonlyMap<string, string>;
export const noErrors: FieldErrors = new Map();

interface Common {
  label: string;
  /** Why the field is asked for, and its effect. */
  why?: ReactNode;
  error?: string | undefined;
  /** Worth a second look; does not block saving. */
  hint?: string | undefined;
  className?: string;
}
interface Wired {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

/** Ties label, explanation, field and error together for screen readers. */
function Field({
  label,
  why,
  error,
  hint,
  className = '',
  children,
}: Common & { children: (wired: Wired) => ReactNode }) {
  const id = useId();
  const notes = [why ? `${id}-why` : '', error ? `${id}-error` : hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      {why && (
        <p className="field-why" id={`${id}-why`}>
          {why}
        </p>
      )}
      {children({
        id,
        ...(notes ? { 'aria-describedby': notes } : {}),
        ...(error ? { 'aria-invalid': true as const } : {}),
      })}
      {error ? (
        <p className="field-error" id={`${id}-error`}>
          <Icon name="warn" size={16} /> {error}
        </p>
      ) : (
        hint && (
          <p className="field-hint" id={`${id}-hint`}>
            <Icon name="warn" size={16} /> {hint}
          </p>
        )
      )}
    </div>
  );
}

type Native = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'placeholder' | 'maxLength' | 'autoComplete' | 'required' | 'list' | 'inputMode' | 'spellCheck' | 'onBlur'
> &
  Pick<HTMLAttributes<HTMLElement>, 'autoFocus'>;
interface Text extends Common, Native {
  value: string;
  onChange: (value: string) => void;
}

/** Keeps the input verbatim; the caller validates it on save. */
export function TextField({ label, why, error, hint, className, value, onChange, ...native }: Text) {
  return (
    <Field {...{ label, why, error, hint }} {...(className === undefined ? {} : { className })}>
      {(wired) => (
        <input
          type="text"
          {...native}
          {...wired}
          {...(native.autoFocus ? { 'data-autofocus': true } : {})}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Not an input of type number, which discards unreadable input and changes on scroll. */
export const NumberField = (props: Text) => <TextField inputMode="numeric" autoComplete="off" {...props} />;

export function AreaField({
  label,
  why,
  error,
  hint,
  value,
  onChange,
  rows = 4,
  ...native
}: Common & {
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  maxLength?: number;
  placeholder?: string;
  spellCheck?: boolean;
  lang?: string;
}) {
  return (
    <Field {...{ label, why, error, hint }}>
      {(wired) => (
        <textarea
          {...native}
          {...wired}
          rows={rows}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function SelectField({
  label,
  why,
  error,
  hint,
  className,
  value,
  options,
  onChange,
}: Common & { value: string; options: readonly Option[]; onChange: (value: string) => void }) {
  return (
    <Field {...{ label, why, error, hint }} {...(className === undefined ? {} : { className })}>
      {(wired) => (
        <select {...wired} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Radio buttons, each with an explanation. */
export function ChoiceField<T extends string>({
  label,
  why,
  value,
  options,
  onChange,
}: Common & {
  value: T;
  options: readonly { value: T; label: string; means?: string }[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="field choices">
      <legend>{label}</legend>
      {why && <p className="field-why">{why}</p>}
      <div className="choice-list">
        {options.map((option) => (
          <label key={option.value} className="choice">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>
              <span className="strong">{option.label}</span>
              {option.means && <span className="field-why"> {option.means}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function CheckField({
  label,
  why,
  checked,
  onChange,
  disabled = false,
}: {
  label: ReactNode;
  why?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  return (
    <label className="choice check">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        {why && <span className="field-why"> {why}</span>}
      </span>
    </label>
  );
}

/** Focuses the first invalid field whenever new errors appear. Attach the ref to the form. */
export function useFirstError(errors: FieldErrors) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (errors.size === 0) return;
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.closest('details')?.setAttribute('open', '');
    field?.focus();
  }, [errors]);
  return form;
}

/** Shows the number of invalid fields next to the button. */
export function ErrorCount({ errors }: { errors: FieldErrors }) {
  if (errors.size === 0) return null;
  return (
    <p className="note note-bad" role="alert">
      <Icon name="warn" /> {errors.size === 1 ? 'One field needs' : `${errors.size} fields need`} another look.
    </p>
  );
}
