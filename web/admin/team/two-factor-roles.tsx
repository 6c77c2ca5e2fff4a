import { Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { StaffRoleName } from '../../../src/contract/staff/staff-shapes.js';
import type { TeamSettingsShape } from '../../../src/contract/staff/team-shapes.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { roleWords } from './role-words.js';

/** Sets which roles require a second factor. */
export function TwoFactorRoles({ mayChange }: { mayChange: boolean }) {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['team-settings'],
    queryFn: ({ signal }) => call<TeamSettingsShape>('GET', 'team/settings', undefined, signal),
  });
  const save = useMutation({
    mutationFn: (twoFactorRoles: StaffRoleName[]) =>
      call<TeamSettingsShape>('PUT', 'team/settings', { twoFactorRoles, version: data?.version }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['team-settings'] }),
  });
  if (!data) return null;
  const chosen = save.isPending ? save.variables : data.twoFactorRoles;
  const toggle = (role: StaffRoleName, on: boolean): void =>
    save.mutate(on ? [...chosen, role] : chosen.filter((each) => each !== role));
  return (
    <fieldset className="card stack" disabled={!mayChange}>
      <legend className="legend">Who must have a second factor</legend>
      <p className="muted small">
        Owners and finance move the most: with live payments they are asked from the start. Whoever has none yet can
        only set it up, from the next click on. Asking for less needs another owner.
      </p>
      <div className="row">
        {(Object.keys(roleWords) as StaffRoleName[]).map((role) => (
          <Checkbox
            key={role}
            label={roleWords[role].label}
            checked={chosen.includes(role)}
            disabled={!mayChange || save.isPending}
            onChange={({ currentTarget }) => toggle(role, currentTarget.checked)}
          />
        ))}
      </div>
      <RefusalNote error={save.error} />
    </fieldset>
  );
}
