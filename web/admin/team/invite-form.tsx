import { Button, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { StaffRoleName } from '../../../src/contract/staff/staff-shapes.js';
import type { NewInvitationShape } from '../../../src/contract/staff/team-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { roleChoices, roleWords } from './role-words.js';

/** Invites a member; the link is shown once, for teams without a mail server. */
export function InviteForm({ onInvited }: { onInvited: (made: NewInvitationShape) => Promise<void> }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<StaffRoleName>('viewer');
  const invite = useMutation({
    mutationFn: () => call<NewInvitationShape>('POST', 'team', { email: email.trim(), role }),
    onSuccess: async (made) => {
      setEmail('');
      await onInvited(made);
    },
  });
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <div className="add-row">
        <TextInput
          label="E-mail of somebody new"
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          required
          maxLength={254}
          size="md"
          className="grow"
        />
        <Select
          label="Role"
          data={roleChoices}
          value={role}
          onChange={(value) => setRole((value ?? 'viewer') as StaffRoleName)}
          allowDeselect={false}
          size="md"
        />
        <Button type="submit" size="md" loading={invite.isPending}>
          Invite
        </Button>
      </div>
      <p className="muted small">{roleWords[role].means}</p>
      <RefusalNote error={invite.error} />
    </form>
  );
}
