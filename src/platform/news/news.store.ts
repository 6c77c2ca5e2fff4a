import type { Redis } from 'ioredis';
import { NaturalBatch } from '../batch/natural-batch.js';
import { defineScript } from '../redis/define-script.js';

/** Messages per call: some 2 µs each. */
const MAX_SIZE = 200;
/** Calls in flight: as many as keep messages from waiting for a slow round trip. */
const WIDTH = 64;
const publishAll = defineScript({ room: 'platform', name: 'publish-all' });

interface Message {
  channel: string;
  text: string;
}

/** Sends the messages of one turn of the event loop in one call, in their order. */
export class Publisher {
  private readonly batch: NaturalBatch<Message, void>;

  constructor(redis: Redis) {
    this.batch = new NaturalBatch<Message, void>({
      maxSize: MAX_SIZE,
      width: WIDTH,
      run: async (messages) => {
        const [first] = messages;
        if (messages.length === 1 && first) await redis.publish(first.channel, first.text);
        else
          await publishAll.run(
            redis,
            [],
            messages.flatMap(({ channel, text }) => [channel, text]),
          );
        return messages.map(() => undefined);
      },
    });
  }

  /** Rejects if Redis did not take it. */
  send(channel: string, text: string): Promise<void> {
    return this.batch.add({ channel, text });
  }
}
