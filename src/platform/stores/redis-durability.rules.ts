/**
 * What is wrong with a Redis, as its INFO tells. One that evicts would lose holds; one that keeps nothing on disk and has no
 * replica forgets who is ready and what is held at every restart. A service that hides a figure is believed.
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
  ];
}
