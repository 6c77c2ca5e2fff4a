import { describe, expect, it } from '@jest/globals';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { Tokens } from '../../platform/tokens/tokens.js';
import type { LineRecordCache } from '../line/line-record-cache.service.js';
import type { PlaceIdentity } from '../places/place-identity.service.js';
import type { PlaceService } from '../places/place.service.js';
import type { MailStopsRepository } from './mail-stops.repository.js';
import type { DuePush, PushRepository } from './push.repository.js';
import type { PushSender } from './push-sender.js';
import { PushService } from './push.service.js';
import type { TurnMail } from './turn-mail.js';
import type { TurnMailsStore } from './turn-mails.store.js';

const due: DuePush = { id: 7n, channel: 'mail', due: 'nearly', sealed: 'sealed', tries: 1 };
const kept = { email: 'Fan@Example.com', language: 'en', show: 'Show', slug: 'show', placeToken: 'pt' };
const place = { state: 'waiting', stale: false, saleState: 'on_sale', placeKeptUntil: null };

describe('a mail about a turn that is due', () => {
  async function delivered(stopped: readonly string[]): Promise<string[]> {
    const log: string[] = [];
    const note = (what: string) => async (): Promise<void> => void (await Promise.resolve(log.push(what)));
    const tokens = { open: () => JSON.stringify(kept), mac: (...parts: string[]) => parts.join(' ') };
    const repository = { end: note('ended'), toldNearly: note('told'), postpone: note('postponed') };
    const mail = {
      send: async (address: string) => await Promise.resolve(log.push(`mailed ${address}`) && ('sent' as const)),
    };
    const service = new PushService(
      {} as PlaceIdentity,
      { look: async () => await Promise.resolve({ kind: 'place', place }) } as unknown as PlaceService,
      {} as LineRecordCache,
      repository as unknown as PushRepository,
      {} as PushSender,
      mail as unknown as TurnMail,
      {} as TurnMailsStore,
      {
        isStopped: async (person: string) => await Promise.resolve(stopped.includes(person)),
      } as unknown as MailStopsRepository,
      tokens as unknown as Tokens,
      { nowMs: () => 0, monotonicMs: () => 0 },
      new Metrics(),
    );
    await service.deliver(due);
    return log;
  }

  it('is sent to an address that did not stop the mails', async () => {
    expect(await delivered([])).toEqual(['mailed Fan@Example.com', 'told']);
    expect(await delivered(['push mail-in-all other@example.com'])).toEqual(['mailed Fan@Example.com', 'told']);
  });

  it('is not sent, and is the last, if the address stopped them while it was being subscribed', async () => {
    expect(await delivered(['push mail-in-all fan@example.com'])).toEqual(['ended']);
  });
});
