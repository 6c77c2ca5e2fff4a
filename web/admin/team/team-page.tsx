import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { InvitationShape, TeamShape } from '../../../src/contract/staff/team-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import { Confirm, type Question } from '../ui/confirm.jsx';
import { RefusalNote } from '../ui/refusal.jsx';
import { useHeading } from '../ui/router.jsx';
import { ShownOnce } from '../ui/shown-once.jsx';
import { InviteForm } from './invite-form.jsx';
import { MemberCard } from './member-card.jsx';
import { roleWords } from './role-words.js';
import { TwoFactorRoles } from './two-factor-roles.jsx';

/** Lists members with their roles, and pending invitations. */
export function TeamPage() {
  const heading = useHeading('Team');
  const queries = useQueryClient();
  const { isOwner } = useSession();
  const [question, setQuestion] = useState<Question | null>(null);
  const [link, setLink] = useState<string | null>(null);
  const { data, error, isPending } = useQuery({
    queryKey: ['team'],
    queryFn: ({ signal }) => call<TeamShape>('GET', 'team', undefined, signal),
  });
  const again = async (): Promise<void> => await queries.invalidateQueries({ queryKey: ['team'] });
  const withdraw = ({ id, email }: InvitationShape): void =>
    setQuestion({
      title: `Withdraw the invitation of ${email}?`,
      action: 'Withdraw',
      body: <p>The link in their mail stops working.</p>,
      run: async () => {
        await call('DELETE', `team/invitations/${id}`);
        await again();
      },
    });
  return (
    <section className="page">
      <div className="page-head">
        <h1 ref={heading} tabIndex={-1}>
          Team
        </h1>
        <p className="muted">Who may do what. Owners change it.</p>
      </div>
      <RefusalNote error={error} />
      {link !== null && (
        <ShownOnce secret={link} done="I have passed it on" onDone={() => setLink(null)}>
          The link, which works once. It is shown only now:
        </ShownOnce>
      )}
      {isOwner && (
        <InviteForm
          onInvited={async ({ link: made }) => {
            setLink(made);
            await again();
          }}
        />
      )}
      {isPending && <p className="muted">Loading team…</p>}
      <ul className="members">
        {data?.members.map((member) => (
          <MemberCard key={member.id} member={member} onAsk={setQuestion} onLink={setLink} onChanged={again} />
        ))}
      </ul>
      {data !== undefined && data.invitations.length > 0 && (
        <section className="stack" aria-labelledby="invited">
          <h2 id="invited">Invited</h2>
          <ul className="members">
            {data.invitations.map((invitation) => (
              <li key={invitation.id} className="card member">
                <div className="member-who">
                  <p className="strong">{invitation.email}</p>
                  <p className="small muted">
                    {roleWords[invitation.role].label} · until {formatShortDayAndTime(invitation.expiresAt, 'en-GB')}
                  </p>
                </div>
                {isOwner && (
                  <Button variant="subtle" color="bad" size="sm" onClick={() => withdraw(invitation)}>
                    Withdraw<span className="hidden-words"> the invitation of {invitation.email}</span>
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <TwoFactorRoles mayChange={isOwner} />
      <Confirm question={question} onClose={() => setQuestion(null)} />
    </section>
  );
}
