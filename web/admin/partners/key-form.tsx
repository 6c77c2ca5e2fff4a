import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiScope, apiScopes, houseOnlyScopes } from '../../../src/contract/partners/api-scopes.js';
import type { NewApiKeyShape, PartnerShape } from '../../../src/contract/partners/partner-shapes.js';
import { call } from '../net/api.js';
import { CheckField, SelectField, TextField } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';

interface Props {
  /** null: one of the promoter's own keys. */
  partner: PartnerShape | null;
  onMade: (key: NewApiKeyShape) => void;
  onChanged: () => Promise<void>;
}

export const scopeWords: Record<ApiScope, string> = {
  'sales:read': 'Read sales',
  'sales:write': 'Change sales',
  'events:read': 'Read events',
  'orders:read': 'Read orders',
  'orders:write': 'Sell and cancel',
  'holds:write': 'Hold tickets',
  'endpoints:read': 'Read webhooks',
  'endpoints:write': 'Change webhooks',
  'scans:write': 'Scan tickets',
  'log:read': 'Read the log',
};
const DAY_MS = 86_400_000;
const lives = [
  { value: '30', label: 'For 30 days' },
  { value: '90', label: 'For 90 days' },
  { value: '365', label: 'For a year' },
  { value: '', label: 'Until it is revoked' },
];
const usual: readonly ApiScope[] = ['sales:read', 'events:read'];

/** Creates an API key with a name and scopes. */
export function KeyForm({ partner, onMade, onChanged }: Props) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly ApiScope[]>(usual);
  const [days, setDays] = useState('365');
  const make = useMutation({
    mutationFn: () =>
      call<NewApiKeyShape>('POST', 'api-keys', {
        name: name.trim(),
        partnerId: partner?.id ?? null,
        scopes,
        expiresAt: days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString(),
      }),
    onSuccess: async (made) => {
      setOpen(false);
      setName('');
      setScopes(usual);
      onMade(made);
      await onChanged();
    },
  });
  if (!open)
    return (
      <Button variant="default" size="sm" className="start" onClick={() => setOpen(true)}>
        New key<span className="hidden-words"> {partner === null ? 'of your own' : `for ${partner.name}`}</span>
      </Button>
    );
  const offered = apiScopes.filter((scope) => partner === null || !houseOnlyScopes.includes(scope));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <div className="field-row">
        <TextField
          label="Name of the key"
          why="What calls with it: “Box office”."
          value={name}
          onChange={setName}
          required
          maxLength={120}
        />
        <SelectField
          label="How long it works"
          why="A key that nobody remembers should end by itself."
          value={days}
          options={lives}
          onChange={setDays}
        />
      </div>
      <fieldset className="field">
        <legend>What it may do</legend>
        <div className="check-grid">
          {offered.map((scope) => (
            <CheckField
              key={scope}
              label={scopeWords[scope]}
              checked={scopes.includes(scope)}
              onChange={(checked) => setScopes(checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))}
            />
          ))}
        </div>
      </fieldset>
      <RefusalNote error={make.error} />
      <div className="row row-end">
        <Button variant="default" onClick={() => setOpen(false)}>
          Not now
        </Button>
        <Button type="submit" loading={make.isPending} disabled={scopes.length === 0}>
          Make the key
        </Button>
      </div>
    </form>
  );
}
