import { CheckField, ChoiceField, NumberField, TextField } from '../../ui/fields.jsx';
import { Icon } from '../../ui/icons.jsx';
import type { FormPart } from './form-part.js';
import { type LimitBy, limitKinds, type SaleDraft } from './sale-draft.js';

const kinds: Record<LimitBy, { label: string; why: string }> = {
  email: {
    label: 'By e-mail address',
    why: 'Also across places and devices; ann+1@… and a.nn@gmail.com count as ann@….',
  },
  card: { label: 'By card', why: 'Counted when the card is authorized: beyond the limit nothing is charged.' },
  identity: {
    label: 'By the confirmed address, account or card',
    why: 'What they showed to get a place, also when they leave it and come back. Across a tour, it gives one place at a time.',
  },
};

/** Chooses what identifies a person for ticket limits. The place always counts. */
export function LimitFields({ draft, errors, change }: FormPart) {
  const { limits } = draft;
  const set = (changes: Partial<SaleDraft['limits']>): void => change({ limits: { ...limits, ...changes } });
  const isTour = limits.across === 'tour';
  const offered = limitKinds.filter((kind) => kind !== 'identity' || draft.entry !== 'open');
  return (
    <fieldset className="card stack">
      <legend>5. How many one person may buy</legend>
      <p className="field-why">
        Each ticket type says how many one fan may buy. A fan is known by the place in line; somebody with several
        places can be known by more.
      </p>
      {offered.map((kind) => (
        <CheckField
          key={kind}
          {...kinds[kind]}
          checked={limits.by.includes(kind)}
          onChange={(checked) =>
            set({ by: limitKinds.filter((one) => (one === kind ? checked : limits.by.includes(one))) })
          }
        />
      ))}
      <ChoiceField
        label="Counted"
        value={limits.across}
        onChange={(across) => set({ across })}
        options={[
          { value: 'sale', label: 'In this sale', means: 'Another night of the same show counts anew.' },
          { value: 'tour', label: 'Across a tour', means: 'All sales with the same tour count together.' },
        ]}
      />
      {isTour && (
        <TextField
          label="Name of the tour"
          why="The same in each of its sales. Leave empty to use the name of the show."
          maxLength={60}
          value={limits.tour}
          error={errors.get('tour')}
          onChange={(tour) => set({ tour })}
        />
      )}
      <NumberField
        label="Most tickets of one order"
        why="Of all ticket types together. Leave empty to let each type’s own limit decide."
        value={limits.perOrder}
        error={errors.get('perOrder')}
        onChange={(perOrder) => set({ perOrder })}
      />
      {errors.get('limits') !== undefined && (
        <p className="field-error" role="alert">
          <Icon name="warn" size={16} /> {errors.get('limits')}
        </p>
      )}
    </fieldset>
  );
}
