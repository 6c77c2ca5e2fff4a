export interface Settings {
  /** 0: the next free port from `FIRST_PORT`. */
  readonly port: number;
  readonly webhookUrl: string;
  readonly webhookSecret: string;
  /** Event types to send; empty: all. */
  readonly webhookEvents: readonly string[];
}

export type SettingsResult =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'invalid'; readonly message: string };

export const FIRST_PORT = 12_111;
/** How many ports are tried, starting with the first. */
export const PORTS_TRIED = 50;

/** Reads the environment. The message of a rejection is one line for the operator. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): SettingsResult {
  const portText = env['SIMULATOR_PORT'] || '0';
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : Number.NaN;
  if (!(port <= 65_535)) return invalid(`SIMULATOR_PORT must be a port number, not ${portText}`);
  const webhookUrl = env['SIMULATOR_WEBHOOK_URLS'] || env['SIMULATOR_WEBHOOK_URL'] || '';
  const webhookSecret = env['SIMULATOR_WEBHOOK_SECRET'] || '';
  if (webhookUrl !== '' && webhookSecret === '') {
    return invalid('SIMULATOR_WEBHOOK_SECRET is required with SIMULATOR_WEBHOOK_URL');
  }
  const webhookEvents = (env['SIMULATOR_WEBHOOK_EVENTS'] ?? '').split(',').filter((type) => type !== '');
  return { kind: 'settings', settings: { port, webhookUrl, webhookSecret, webhookEvents } };
}

function invalid(message: string): SettingsResult {
  return { kind: 'invalid', message };
}
