import { Button, Table } from '@mantine/core';
import type { ApiKeyShape, NewApiKeyShape } from '../../../src/contract/partner-shapes.js';
import { call } from '../net/api.js';
import type { Question } from '../ui/confirm.jsx';

interface Props {
  keys: readonly ApiKeyShape[];
  mayChange: boolean;
  onAsk: (question: Question) => void;
  onMade: (key: NewApiKeyShape) => void;
  onChanged: () => Promise<void>;
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const at = (time: string | null, otherwise: string): string => (time === null ? otherwise : day.format(new Date(time)));

/** Keys by prefix, with their last use and end. */
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
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Keys">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Key</Table.Th>
            <Table.Th scope="col">May</Table.Th>
            <Table.Th scope="col">Last used</Table.Th>
            <Table.Th scope="col">State</Table.Th>
            <Table.Th scope="col">
              <span className="hidden-words">What to do</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <Table.Tr key={key.id}>
              <Table.Td>
                {key.name} <code className="small">{key.prefix}…</code>
              </Table.Td>
              <Table.Td>{key.scopes.join(', ')}</Table.Td>
              <Table.Td>{at(key.lastUsedAt, 'Never')}</Table.Td>
              <Table.Td>{stateWords(key)}</Table.Td>
              <Table.Td>
                {mayChange && key.state === 'active' && (
                  <>
                    <Button variant="subtle" size="compact-sm" onClick={() => askRotate(key)}>
                      Rotate<span className="hidden-words"> {key.name}</span>
                    </Button>
                    <Button variant="subtle" color="bad" size="compact-sm" onClick={() => askRevoke(key)}>
                      Revoke<span className="hidden-words"> {key.name}</span>
                    </Button>
                  </>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function stateWords({ state, expiresAt, revokedAt }: ApiKeyShape): string {
  if (state === 'revoked') return `Revoked ${at(revokedAt, '')}`;
  if (state === 'expired') return `Expired ${at(expiresAt, '')}`;
  return expiresAt === null ? 'Active' : `Active until ${at(expiresAt, '')}`;
}
