import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { MessagesPage } from '../../../src/contract/partners/webhook-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { type Gap, gapsOf } from './gap-rules.js';

const REFRESH_MS = 15_000;
const SHOWN = 5;

interface Props {
  path: string;
  endpointId: string;
  onReplay: ((body: { from: number; to: number }) => void) | null;
}

/** Shows the events an endpoint missed, judged by its newest messages, and replays them. */
export function Gaps({ path, endpointId, onReplay }: Props) {
  const { data, error } = useQuery({
    queryKey: ['messages', endpointId, 'gaps'],
    queryFn: async ({ signal }) => {
      const of = (state: string) => call<MessagesPage>('GET', `${path}/messages?state=${state}`, undefined, signal);
      const [skipped, failed] = await Promise.all([of('skipped'), of('failed')]);
      return gapsOf([...skipped.messages, ...failed.messages]);
    },
    refetchInterval: REFRESH_MS,
  });
  if (!data || data.length === 0) return <RefusalNote error={error} />;
  return (
    <details className="small">
      <summary>{data.length === 1 ? 'A gap in what it has' : `${data.length} gaps in what it has`}</summary>
      <ul className="gaps stack">
        {data.slice(0, SHOWN).map((gap) => (
          <li key={gap.from} className="row">
            <span className="grow">{gapWords(gap)}</span>
            {onReplay && (
              <Button variant="default" size="compact-sm" onClick={() => onReplay({ from: gap.from, to: gap.to })}>
                Send {gap.from === gap.to ? gap.from : `${gap.from}–${gap.to}`} again
              </Button>
            )}
          </li>
        ))}
      </ul>
      {data.length > SHOWN && <p className="muted">And older ones.</p>}
    </details>
  );
}

function gapWords({ from, to, events, isGivenUp }: Gap): string {
  const which = from === to ? `Event ${from}` : `Events ${from} to ${to} (${events})`;
  return `${which}: ${isGivenUp ? 'given up after all tries' : 'not sent while it was disabled'}`;
}
