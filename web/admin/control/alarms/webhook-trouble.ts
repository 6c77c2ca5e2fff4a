import { useQuery } from '@tanstack/react-query';
import type { EndpointsPage } from '../../../../src/contract/partners/webhook-shapes.js';
import { call } from '../../net/api.js';
import { webhookTrouble } from '../figures/moments.js';

const REREAD_MS = 10_000;

/** Returns what is wrong with the webhooks, re-read every ten seconds; unknown is not fine. */
export function useWebhookTrouble(): { trouble: string | null; isUnknown: boolean } {
  const { data, isError } = useQuery({
    queryKey: ['webhook-trouble'],
    queryFn: ({ signal }) => call<EndpointsPage>('GET', 'webhook-endpoints', undefined, signal),
    refetchInterval: REREAD_MS,
  });
  return { trouble: data && !isError ? webhookTrouble(data.endpoints) : null, isUnknown: isError };
}
