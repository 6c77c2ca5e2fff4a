import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EndpointShape } from '../../../src/contract/partners/webhook-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { Icon } from '../ui/icons.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { EndpointSettings } from './endpoint-settings.jsx';
import { MessageLog } from './message-log.jsx';
import { Gaps } from './gaps.jsx';

export interface EndpointChange {
  onRotate: (endpoint: EndpointShape) => void;
  onRemove: (endpoint: EndpointShape) => void;
}
interface Props {
  /** Address of the endpoints, below the panel's or the portal's. */
  base: string;
  endpoint: EndpointShape;
  /** null: read-only. */
  change: EndpointChange | null;
}

const disabledWords: Record<NonNullable<EndpointShape['disabledReason']>, string> = {
  by_hand: 'Disabled',
  gone: 'Disabled: it answered 410 Gone',
  failing: 'Disabled: it failed for five days',
  partner_archived: 'Disabled: its partner is archived',
};

/** One endpoint with its latest messages. */
export function EndpointCard({ base, endpoint, change }: Props) {
  const queries = useQueryClient();
  const path = `${base}/${endpoint.id}`;
  const act = useMutation({
    mutationFn: ({ method, to, body }: { method: string; to: string; body?: object }) =>
      call<{ messages?: number; messageId?: string }>(method, to, body),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['messages', endpoint.id] });
      await queries.invalidateQueries({ queryKey: ['endpoints'] });
    },
  });
  const replay = (body: object): void => act.mutate({ method: 'POST', to: `${path}/replay`, body });
  const active = endpoint.state === 'active';
  return (
    <section className="card endpoint" aria-label={endpoint.url}>
      <div className="endpoint-head">
        <h2 className="mono">{endpoint.url}</h2>
        <span className={`badge badge-${active && endpoint.failingSince === null ? 'ok' : 'warn'}`}>
          <Icon name={active && endpoint.failingSince === null ? 'check' : 'warn'} size={14} />
          {stateWords(endpoint)}
        </span>
        {endpoint.description !== '' && <span className="small">{endpoint.description}</span>}
        <span className="small muted">{endpoint.types.length === 0 ? 'all events' : endpoint.types.join(', ')}</span>
        {change && (
          <div className="endpoint-actions">
            <Button
              variant="default"
              size="sm"
              loading={act.isPending}
              onClick={() => act.mutate({ method: 'POST', to: `${path}/test` })}
            >
              Send a test
            </Button>
            <Button
              variant="default"
              size="sm"
              onClick={() => act.mutate({ method: 'PATCH', to: path, body: { state: active ? 'disabled' : 'active' } })}
            >
              {active ? 'Disable' : 'Enable'}
            </Button>
            <EndpointSettings
              endpoint={endpoint}
              onSaved={() => queries.invalidateQueries({ queryKey: ['endpoints'] })}
            />
            <Button variant="default" size="sm" onClick={() => change.onRotate(endpoint)}>
              New secret
            </Button>
            <Button variant="subtle" color="bad" size="sm" onClick={() => change.onRemove(endpoint)}>
              Remove
            </Button>
          </div>
        )}
      </div>
      {endpoint.missed > 0 && (
        <div className="note">
          <p>
            {endpoint.missed === 1 ? '1 event was' : `${endpoint.missed} events were`} not sent while it was disabled.
          </p>
          {change && (
            <Button variant="default" size="sm" onClick={() => replay({ missed: true })}>
              Send what it missed
            </Button>
          )}
        </div>
      )}
      <Gaps path={path} endpointId={endpoint.id} onReplay={change && replay} />
      <RefusalNote error={act.error} />
      <p className="small muted" role="status">
        {act.isSuccess ? resultWords(act.data) : ''}
      </p>
      <MessageLog path={path} endpoint={endpoint} onReplay={change && replay} />
    </section>
  );
}

/** Returns what a test or a replay has begun; nothing for other changes, which show by themselves. */
function resultWords({ messages, messageId }: { messages?: number; messageId?: string }): string {
  if (messages !== undefined)
    return messages === 1 ? '1 message is sent again.' : `${messages} messages are sent again.`;
  return messageId === undefined ? '' : 'A test is being sent; the list below shows its answer.';
}

function stateWords({ state, disabledReason, failingSince, pausedUntil }: EndpointShape): string {
  if (state === 'disabled') return disabledWords[disabledReason ?? 'by_hand'];
  if (pausedUntil !== null) return `Paused until ${formatShortDayAndTime(pausedUntil, 'en-GB')}: it asked for it`;
  return failingSince === null ? 'Active' : `Failing since ${formatShortDayAndTime(failingSince, 'en-GB')}`;
}
