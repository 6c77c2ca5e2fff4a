import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PartnerShape } from '../../../src/contract/partners/partner-shapes.js';
import type { NewPartnerMemberShape, PartnerMemberShape } from '../../../src/contract/partners/portal-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import type { Question } from '../ui/confirm.jsx';
import { TextField } from '../ui/fields.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { ShownOnce } from '../ui/shown-once.jsx';

/** Manages access to the partner's portal: invitation by e-mail, revocation with immediate effect. */
export function PartnerPeople({ partner, onAsk }: { partner: PartnerShape; onAsk: (question: Question) => void }) {
  const path = `partners/${partner.id}/members`;
  const queryKey = ['partner-members', partner.id];
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [made, setMade] = useState<NewPartnerMemberShape | null>(null);
  const again = async (): Promise<void> => await queries.invalidateQueries({ queryKey });
  const people = useQuery({
    queryKey,
    queryFn: ({ signal }) => call<{ members: PartnerMemberShape[] }>('GET', path, undefined, signal),
  });
  const invite = useMutation({
    mutationFn: (address: string) => call<NewPartnerMemberShape>('POST', path, { email: address.trim() }),
    onSuccess: async (member) => {
      setEmail('');
      setMade(member);
      await again();
    },
  });
  const askRemove = (member: PartnerMemberShape): void =>
    onAsk({
      title: `Remove ${member.email} from the portal of ${partner.name}?`,
      action: 'Remove',
      bad: true,
      body: (
        <p>They are signed out at once, and no link of theirs works any more. Keys of the partner go on working.</p>
      ),
      run: async () => {
        await call('DELETE', `${path}/${member.id}`);
        await again();
      },
    });
  return (
    <div className="stack">
      <h3>People in the portal</h3>
      {people.data?.members.map((member) => (
        <div key={member.id} className="row">
          <span className="grow">
            {member.email} <span className="small muted">{standingOf(member)}</span>
          </span>
          <span className="pair">
            <Button variant="subtle" size="sm" loading={invite.isPending} onClick={() => invite.mutate(member.email)}>
              New link<span className="hidden-words"> for {member.email}</span>
            </Button>
            <Button variant="subtle" color="bad" size="sm" onClick={() => askRemove(member)}>
              Remove<span className="hidden-words"> {member.email}</span>
            </Button>
          </span>
        </div>
      ))}
      {made && (
        <ShownOnce secret={made.link} done="Close" onDone={() => setMade(null)}>
          {made.mail === 'sent'
            ? `An invitation is on its way to ${made.email}.`
            : `No mail could be sent. Give this link to ${made.email} yourself.`}{' '}
          It works once, for seven days:
        </ShownOnce>
      )}
      <form
        className="add-row"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate(email);
        }}
      >
        <TextField
          label={`Invite somebody of ${partner.name} by e-mail`}
          type="email"
          value={email}
          onChange={setEmail}
          required
          className="grow"
        />
        <Button type="submit" variant="default" loading={invite.isPending}>
          Invite
        </Button>
      </form>
      <RefusalNote error={people.error ?? invite.error} />
    </div>
  );
}

function standingOf({ joinedAt, invitedUntil, seenAt }: PartnerMemberShape): string {
  const at = (time: string): string => formatShortDayAndTime(time, 'en-GB');
  if (invitedUntil !== null) return `invited until ${at(invitedUntil)}`;
  if (joinedAt === null) return 'the invitation has run out';
  return seenAt === null ? 'not signed in' : `signed in, last seen ${at(seenAt)}`;
}
