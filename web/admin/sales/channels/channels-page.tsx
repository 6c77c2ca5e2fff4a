import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PartnerShape } from '../../../../src/contract/partners/partner-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import type { ChannelsAnswer, ChannelShape } from '../../../../src/contract/stock/stock-shapes.js';
import { formatShortDayAndTime } from '../../../shared/format/time.js';
import { count } from '../../control/figures/words.js';
import { call } from '../../net/api.js';
import { useSession } from '../../session/session.js';
import { Confirm, type Question } from '../../ui/confirm.jsx';
import { ListTable } from '../../ui/list-table.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { ChannelForm } from './channel-form.jsx';
import { channelBody, channelDraft, type ChannelDraft } from './channels-draft.js';
import { SalePage } from '../sale-page.jsx';

/** Allocates shares of a sale to sellers. */
export const ChannelsPage = ({ saleId }: { saleId: string }) => (
  <SalePage saleId={saleId} title="Channels">
    {(sale) => <Channels sale={sale} />}
  </SalePage>
);

function Channels({ sale }: { sale: StaffSaleShape }) {
  const { mayChange } = useSession();
  const queries = useQueryClient();
  /** Named with the version that was read when it was opened: somebody else's change since then must not be undone. */
  const [opening, setOpening] = useState<{ key: string; version: string } | null>(null);
  const opened = opening?.key ?? null;
  const [question, setQuestion] = useState<Question | null>(null);
  const path = `sales/${sale.id}/channels`;
  const { data, error } = useQuery({
    queryKey: ['channels', sale.id],
    queryFn: ({ signal }) => call<ChannelsAnswer>('GET', path, undefined, signal),
  });
  const { data: partners } = useQuery({
    queryKey: ['partners'],
    queryFn: ({ signal }) => call<{ partners: PartnerShape[] }>('GET', 'partners', undefined, signal),
  });
  const channels = data?.channels ?? [];
  const own = channels.filter(({ key }) => key !== 'public');
  const setOpened = (key: string): void => setOpening({ key, version: data?.version ?? '' });
  const write = async (drafts: readonly ChannelDraft[], version: string | undefined): Promise<void> => {
    const body = { channels: drafts.map((draft) => channelBody(draft, sale)), version };
    queries.setQueryData(['channels', sale.id], await call<ChannelsAnswer>('PUT', path, body));
    setOpening(null);
  };
  /** PUT replaces the whole list, so the other channels are sent unchanged. */
  const others = (key: string | null): ChannelDraft[] =>
    own.filter((channel) => channel.key !== key).map((channel) => channelDraft(channel, sale));
  const askRemove = (channel: ChannelShape): void =>
    setQuestion({
      title: `Remove ${channel.label}?`,
      action: 'Give it back to the public',
      bad: true,
      body: (
        <p>The {count(unsoldOf(channel))} tickets that it has not sold are public at once. What it sold stays sold.</p>
      ),
      run: () => write(others(channel.key), data?.version),
    });
  return (
    <section className="card stack" aria-label="Channels">
      <h2>Channels</h2>
      <p className="field-why">
        A share of the tickets for somebody: a sponsor, a presale lane, a partner who sells with a key. What no channel
        has is public. On the day that you name, what is left comes back by itself.
      </p>
      <RefusalNote error={error} />
      {channels.length > 0 && (
        <ListTable
          label="Channels"
          rows={channels}
          keyOf={({ key }) => key}
          columns={[
            { head: 'Channel', cell: ({ label }) => <span className="strong">{label}</span> },
            { head: 'Sold by', cell: (channel) => sellerWords(channel, sale, partners?.partners ?? []) },
            { head: 'Tickets', cell: (channel) => <Shares channel={channel} sale={sale} /> },
            {
              head: 'Comes back',
              cell: (channel) => comesBack(channel, sale.show.timeZone),
            },
            {
              head: '',
              cell: (channel) =>
                channel.key !== 'public' &&
                mayChange &&
                sale.state !== 'closed' && (
                  <div className="actions">
                    <Button variant="subtle" size="sm" onClick={() => setOpened(channel.key)}>
                      Change<span className="hidden-words"> {channel.label}</span>
                    </Button>
                    <Button variant="subtle" color="bad" size="sm" onClick={() => askRemove(channel)}>
                      Remove<span className="hidden-words"> {channel.label}</span>
                    </Button>
                  </div>
                ),
            },
          ]}
        />
      )}
      {mayChange && data && sale.state !== 'closed' && opened === null && (
        <div>
          <Button onClick={() => setOpened('')}>New channel</Button>
        </div>
      )}
      {opened !== null && (
        <ChannelForm
          key={opened}
          sale={sale}
          partners={partners?.partners ?? []}
          channel={own.find(({ key }) => key === opened) ?? null}
          onSave={(draft) => write([...others(opened), draft], opening?.version)}
          onClose={() => setOpening(null)}
        />
      )}
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}

const unsoldOf = ({ allocations }: ChannelShape): number =>
  allocations.reduce((sum, { capacity, sold, withdrawn }) => sum + capacity - sold - withdrawn, 0);

/** Says when a channel's unsold stock comes back by itself. */
function comesBack({ key, returnAt, returnBelowPercent }: ChannelShape, timeZone: string): string {
  if (key === 'public') return '–';
  const rules = [
    ...(returnAt === null ? [] : [formatShortDayAndTime(returnAt, 'en-GB', timeZone)]),
    ...(returnBelowPercent === null ? [] : [`with ${returnBelowPercent} % of public left`]),
  ];
  return rules.length === 0 ? 'Never' : rules.join(' or ');
}

function sellerWords(channel: ChannelShape, sale: StaffSaleShape, partners: readonly PartnerShape[]): string {
  const partner = partners.find(({ id }) => id === channel.partnerId)?.name;
  const lanes = channel.lanes.map((key) => sale.lanes.find((lane) => lane.key === key)?.label ?? key);
  if (channel.key === 'public') return 'The line';
  if (partner === undefined && lanes.length === 0) return 'Nobody yet: they are set aside';
  return [partner, lanes.length > 0 ? `lane ${lanes.join(', ')}` : undefined].filter(Boolean).join('; ');
}

function Shares({ channel, sale }: { channel: ChannelShape; sale: StaffSaleShape }) {
  if (channel.allocations.length === 0) return <>None</>;
  return (
    <ul className="small">
      {channel.allocations.map(({ ticketTypeId, capacity, sold, free }) => (
        <li key={ticketTypeId}>
          {sale.ticketTypes.find(({ id }) => id === ticketTypeId)?.name ?? ticketTypeId}: {count(sold)} of{' '}
          {count(capacity)} sold{free !== null && `, ${count(free)} free`}
        </li>
      ))}
    </ul>
  );
}
