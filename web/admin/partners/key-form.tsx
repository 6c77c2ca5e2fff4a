import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type ApiScope, apiScopes, houseOnlyScopes } from '../../../src/contract/api-scopes.js';
import type { NewApiKeyShape, PartnerShape } from '../../../src/contract/partner-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';

interface Props {
  /** null: a key of the promoter's own. */
  partner: PartnerShape | null;
  onMade: (key: NewApiKeyShape) => void;
  onChanged: () => Promise<void>;
}

const scopeWords: Record<ApiScope, string> = {
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
const usual: readonly ApiScope[] = ['sales:read', 'events:read'];

/** Makes a key: a name and what it may do. */
export function KeyForm({ partner, onMade, onChanged }: Props) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly ApiScope[]>(usual);
  const make = useMutation({
    mutationFn: () =>
      call<NewApiKeyShape>('POST', 'api-keys', {
        name: name.trim(),
        partnerId: partner?.id ?? null,
        scopes,
        expiresAt: null,
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
      <Button variant="default" size="sm" onClick={() => setOpen(true)}>
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
      <TextInput
        label="Name of the key"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
        maxLength={120}
        size="md"
      />
      <fieldset className="stack">
        <legend>What it may do</legend>
        <div className="row">
          {offered.map((scope) => (
            <Checkbox
              key={scope}
              label={scopeWords[scope]}
              checked={scopes.includes(scope)}
              onChange={({ currentTarget }) =>
                setScopes(currentTarget.checked ? [...scopes, scope] : scopes.filter((each) => each !== scope))
              }
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
