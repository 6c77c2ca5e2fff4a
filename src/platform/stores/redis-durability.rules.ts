/**
 * Returns a Redis server's weaknesses according to INFO. Eviction would lose holds; without persistence and replicas,
 * every restart would lose who is ready and what is held; without a limit the machine ends it, where new places and
 * holds would have been refused in time. Figures that a managed service hides are assumed to be fine.
 */
export function weaknessesOf(info: string, mayForget: boolean): string[] {
  const field = (name: string): string | undefined => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
  const policy = field('maxmemory_policy') ?? 'noeviction';
  const keepsNothing = field('aof_enabled') === '0' && (field('connected_slaves') ?? '0') === '0';
  return [
    ...(policy === 'noeviction'
      ? []
      : [`Redis has maxmemory-policy ${policy}; it must be noeviction, or holds would be lost`]),
    ...(keepsNothing && !mayForget
      ? [
          'Redis has appendonly no and no replica; set appendonly yes (ROPELINE_ALLOW_VOLATILE_REDIS=true accepts that a restart empties the line)',
        ]
      : []),
    ...(field('maxmemory') === '0' && !mayForget
      ? [
          'Redis has maxmemory 0; set a limit below the memory of its machine (ROPELINE_ALLOW_VOLATILE_REDIS=true accepts that the machine may end it)',
        ]
      : []),
  ];
}
