import { Button } from '@mantine/core';
import type { ApiKeyShape, NewApiKeyShape } from '../../../src/contract/partners/partner-shapes.js';
import { call } from '../net/api.js';
import type { Question } from '../ui/confirm.jsx';
import { ListTable } from '../ui/list-table.jsx';
import { scopeWords } from './key-form.jsx';

interface Props {
  keys: readonly ApiKeyShape[];
  mayChange: boolean;
  onAsk: (question: Question) => void;
  onMade: (key: NewApiKeyShape) => void;
  onChanged: () => Promise<void>;
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const at = (time: string | null, otherwise: string): string => (time === null ? otherwise : day.format(new Date(time)));

/** Lists keys by prefix, with last use and expiry. */
export function KeyTable({ keys, mayChange, onAsk, onMade, onChanged }: Props) {
  const askRotate = ({ id, name }: ApiKeyShape): void =>
    onAsk({
      title: `Rotate ${name}?`,
      action: 'Rotate',
      body: <p>A new key with the same rights is made. The old one works for 24 hours more.</p>,
      run: async () => {
        onMade(await call<NewApiKeyShape>('POST', `api-keys/${id}/rotate`, {}));
        await onChanged();
      },
    });
  const askRevoke = ({ id, name }: ApiKeyShape): void =>
    onAsk({
      title: `Revoke ${name}?`,
      action: 'Revoke',
      bad: true,
      body: <p>Programs that call with it are refused at once.</p>,
      run: async () => {
        await call('DELETE', `api-keys/${id}`);
        await onChanged();
      },
    });
  if (keys.length === 0) return <p className="muted small">No key yet.</p>;
  return (
    <ListTable
      label="Keys"
      rows={keys}
      keyOf={({ id }) => id}
      columns={[
        {
          head: 'Key',
          cell: ({ name, prefix }) => (
            <>
              <span className="strong">{name}</span> <code className="small">{prefix}…</code>
            </>
          ),
        },
        { head: 'May', cell: ({ scopes }) => scopes.map((scope) => scopeWords[scope]).join(', ') },
        { head: 'Last used', cell: ({ lastUsedAt }) => at(lastUsedAt, 'Never') },
        { head: 'State', cell: stateWords },
        {
          head: '',
          cell: (key) =>
            mayChange &&
            key.state === 'active' && (
              <div className="actions">
                <Button variant="subtle" size="sm" onClick={() => askRotate(key)}>
                  Rotate<span className="hidden-words"> {key.name}</span>
                </Button>
                <Button variant="subtle" color="bad" size="sm" onClick={() => askRevoke(key)}>
                  Revoke<span className="hidden-words"> {key.name}</span>
                </Button>
              </div>
            ),
        },
      ]}
    />
  );
}

function stateWords({ state, expiresAt, revokedAt }: ApiKeyShape): string {
  if (state === 'revoked') return `Revoked ${at(revokedAt, '')}`;
  if (state === 'expired') return `Expired ${at(expiresAt, '')}`;
  return expiresAt === null ? 'Active' : `Active until ${at(expiresAt, '')}`;
}
