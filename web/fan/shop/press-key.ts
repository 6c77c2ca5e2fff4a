import { newIdempotencyKey, type Answer } from '../net/api.js';

/** The idempotency key of a press: one whose answer may have been lost is repeated under the same key. */
export class PressKey {
  private asked: { body: string; key: string } | null = null;

  /** Sends what was asked for under the key of the same asking; another body is another asking. */
  async send<T>(body: unknown, call: (key: string) => Promise<Answer<T>>): Promise<Answer<T>> {
    const text = JSON.stringify(body);
    if (this.asked?.body !== text) this.asked = { body: text, key: newIdempotencyKey() };
    const answer = await call(this.asked.key);
    if (answer.kind !== 'away') this.asked = null;
    return answer;
  }
}
