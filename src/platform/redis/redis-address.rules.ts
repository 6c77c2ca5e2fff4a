interface Host {
  host: string;
  port: number;
}
interface Login {
  username?: string;
  password?: string;
  isEncrypted: boolean;
}
export type RedisAddress =
  | { kind: 'single'; url: string }
  | (Login & {
      kind: 'sentinel';
      sentinels: Host[];
      /** The master's name on the sentinels. */
      name: string;
      db: number;
      sentinelPassword?: string;
      role: 'master' | 'slave';
    })
  | (Login & { kind: 'cluster'; nodes: Host[] });

const SENTINEL_PORT = 26_379;
const NODE_PORT = 6_379;
const FORM = /^(rediss?)\+(sentinel|cluster):\/\/(?:([^@/?]*)@)?([^@/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;
const HOST = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/;

export const ADDRESS_FORMS =
  'redis://host:6379, redis+sentinel://host1:26379,host2:26379/<master’s name> or redis+cluster://host1:6379,host2:6379';

/** Parses a Redis address in one of three forms, each also as rediss; returns null for anything else. */
export function redisAddressOf(text: string): RedisAddress | null {
  if (/^rediss?:\/\//.test(text)) return URL.canParse(text) ? { kind: 'single', url: text } : null;
  const match = FORM.exec(text);
  if (!match) return null;
  const [, scheme, form, login = '', hosts = '', path = '', query = ''] = match;
  const found = hostsOf(hosts, form === 'sentinel' ? SENTINEL_PORT : NODE_PORT);
  if (!found) return null;
  const common = { ...loginOf(login), isEncrypted: scheme === 'rediss' };
  if (form === 'cluster') return path === '' && query === '' ? { kind: 'cluster', nodes: found, ...common } : null;
  return sentinelOf(found, path, new URLSearchParams(query), common);
}

function sentinelOf(sentinels: Host[], path: string, query: URLSearchParams, login: Login): RedisAddress | null {
  const [name = '', db = '0', ...more] = path.split('/');
  const role = query.get('role') ?? 'master';
  const isFine = name !== '' && more.length === 0 && /^\d{1,3}$/.test(db) && ['master', 'replica'].includes(role);
  if (!isFine || [...query.keys()].some((key) => !['role', 'sentinelPassword'].includes(key))) return null;
  const sentinelPassword = query.get('sentinelPassword');
  return {
    kind: 'sentinel',
    sentinels,
    name: decodeURIComponent(name),
    db: Number(db),
    role: role === 'replica' ? 'slave' : 'master',
    ...(sentinelPassword === null ? {} : { sentinelPassword }),
    ...login,
  };
}

function hostsOf(text: string, defaultPort: number): Host[] | null {
  const hosts = text.split(',').map((part) => {
    const [, host, port] = HOST.exec(part) ?? [];
    return host === undefined ? null : { host: host.replace(/[[\]]/g, ''), port: Number(port ?? defaultPort) };
  });
  return hosts.every((host) => host !== null) ? hosts : null;
}

function loginOf(text: string): Omit<Login, 'isEncrypted'> {
  const [username = '', password = ''] = text.split(':').map((part) => decodeURIComponent(part));
  return {
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
  };
}
