import type { Settings } from './config.js';
import { isLiveKey } from './live.rules.js';

type Judged = Pick<Settings, 'mode' | 'mailUrl' | 'trustedProxies' | 'databaseUrl' | 'stripeSecretKey' | 'roles'>;

/** Returns warnings about settings that are valid but probably unintended. */
export function warningsOf(settings: Judged): string[] {
  if (settings.mode === 'demo') return [];
  const database = URL.canParse(settings.databaseUrl) ? new URL(settings.databaseUrl) : null;
  const isPooled = database?.port === '6432' || database?.searchParams.get('pgbouncer') === 'true';
  return [
    ...(settings.trustedProxies.length === 0
      ? [
          'ROPELINE_TRUSTED_PROXIES is empty: behind a proxy every fan has its address, and network limits count them as one',
        ]
      : []),
    ...(settings.mailUrl === null && settings.roles.has('control')
      ? ['ROPELINE_MAIL_URL is not set: no mail is sent; mails to buyers wait until it is']
      : []),
    ...(isPooled
      ? [
          'DATABASE_URL seems to name a PgBouncer: it needs pool_mode = session, for nodes listen for notifications and prepare statements',
        ]
      : []),
    ...(isLiveKey(settings.stripeSecretKey) ? [] : ['payments are test payments: no money moves']),
  ];
}
