import { startInbox } from './inbox.js';

/** The demo's partner: prints every event whose signature is valid. */
async function main(): Promise<void> {
  const { PARTNER_INBOX_PORT: port = '0', PARTNER_INBOX_SECRET: secret } = process.env;
  if (!secret) throw new Error('PARTNER_INBOX_SECRET is not set');
  const inbox = await startInbox({
    port: Number(port),
    secret,
    onEvent: ({ sequence, type, data }) =>
      process.stdout.write(`partner inbox  #${sequence} ${type} ${JSON.stringify(data)} (signature verified)\n`),
    onRefused: (reason) => process.stdout.write(`partner inbox  refused a webhook: ${reason}\n`),
  });
  process.stdout.write(`Partner inbox is ready: ${inbox.url}\n`);
  const stop = (): void => void inbox.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`Partner inbox could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
