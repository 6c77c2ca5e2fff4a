import { useQuery } from '@tanstack/react-query';
import type { TeamShape } from '../../../src/contract/staff/team-shapes.js';
import { call } from '../net/api.js';
import { useSession } from '../session/session.js';

/** What else moves an order. */
const causes: Readonly<Record<string, string>> = {
  fan: 'The buyer',
  provider: 'The payment provider',
  system: 'Ropeline',
  watch: 'Ropeline',
};

/** Resolves actors to names; a reader who may not see the team's learns only that it was a member. */
export function useActorNames(): (actor: string) => string {
  const { member, mayChange } = useSession();
  const { data } = useQuery({
    queryKey: ['team'],
    enabled: mayChange,
    queryFn: ({ signal }) => call<TeamShape>('GET', 'team', undefined, signal),
  });
  return (actor) => {
    if (actor === `member:${member.id}`) return `${member.name} (you)`;
    if (actor === 'key:environment') return 'The operator’s key';
    if (actor.startsWith('key:')) return `A key (${actor.slice(4)})`;
    if (!actor.startsWith('member:')) return causes[actor] ?? actor;
    if (!data) return 'A member';
    return data.members.find(({ id }) => `member:${id}` === actor)?.name ?? 'A former member';
  };
}
