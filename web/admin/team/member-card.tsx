import { Button, Select } from '@mantine/core';
import type { StaffRoleName } from '../../../src/contract/staff/staff-shapes.js';
import type { PasswordResetLinkShape, TeamMemberShape } from '../../../src/contract/staff/team-shapes.js';
import { formatShortDayAndTime } from '../../shared/format/time.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';
import type { Question } from '../ui/confirm.jsx';
import { roleChoices, roleWords } from './role-words.js';

interface Props {
  member: TeamMemberShape;
  onAsk: (question: Question) => void;
  onLink: (link: string) => void;
  onChanged: () => Promise<void>;
}

/** One member, with the actions available to an owner. */
export function MemberCard({ member, onAsk, onLink, onChanged }: Props) {
  const { isOwner, member: me } = useSession();
  const { id, name } = member;
  const isMe = id === me.id;
  const changing = (method: string, path: string, body?: unknown) => async (): Promise<void> => {
    await call(method, `team/${id}${path}`, body);
    await onChanged();
  };
  const askRole = (role: StaffRoleName): void =>
    onAsk({
      title: `Make ${name} ${roleWords[role].label.toLowerCase()}?`,
      action: `Make ${roleWords[role].label.toLowerCase()}`,
      body: <p>{roleWords[role].means} Whoever gets another role is signed out, and signs in again.</p>,
      run: changing('PATCH', '', { role, from: member.role }),
    });
  const askRemove = (): void =>
    onAsk({
      title: `Remove ${name} from the team?`,
      action: 'Remove',
      bad: true,
      body: <p>They are signed out everywhere at once. What they did stays in the log.</p>,
      run: changing('DELETE', ''),
    });
  const askClear = (): void =>
    onAsk({
      title: `Clear the second factor of ${name}?`,
      action: 'Clear it',
      bad: true,
      body: <p>For somebody who lost the phone and the recovery codes. Make sure that it is really them who asks.</p>,
      run: changing('DELETE', '/totp'),
    });
  const askReset = (): void =>
    onAsk({
      title: `A new password for ${name}?`,
      action: 'Make a link',
      body: <p>You get a link that sets a new password, once, within 30 minutes. Pass it on to {name} only.</p>,
      run: async () => onLink((await call<PasswordResetLinkShape>('POST', `team/${id}/password-reset`)).link),
    });
  return (
    <li className="card member">
      <div className="member-who">
        <p className="strong">
          {name} {isMe && <span className="muted">(you)</span>}
        </p>
        <p className="small muted">{member.email}</p>
        <p className="small muted">
          {member.twoFactor ? 'Second factor on' : 'No second factor'} ·{' '}
          {member.seenAt === null ? 'not signed in' : `last seen ${formatShortDayAndTime(member.seenAt, 'en-GB')}`}
        </p>
      </div>
      {isOwner ? (
        <div className="row">
          <Select
            aria-label={`Role of ${name}`}
            data={roleChoices}
            value={member.role}
            onChange={(value) => value !== null && value !== member.role && askRole(value as StaffRoleName)}
            allowDeselect={false}
            size="sm"
          />
          {!isMe && (
            <>
              <Button variant="subtle" size="sm" onClick={askReset}>
                New password<span className="hidden-words"> for {name}</span>
              </Button>
              {member.twoFactor && (
                <Button variant="subtle" size="sm" onClick={askClear}>
                  Clear second factor<span className="hidden-words"> of {name}</span>
                </Button>
              )}
            </>
          )}
          <Button variant="subtle" color="bad" size="sm" onClick={askRemove}>
            Remove<span className="hidden-words"> {name}</span>
          </Button>
        </div>
      ) : (
        <p>{roleWords[member.role].label}</p>
      )}
    </li>
  );
}
