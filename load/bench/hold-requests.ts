import { randomBytes } from 'node:crypto';
import { encodeRequest } from '../http/request.js';

const DIGITS = 20;
const PLACEHOLDER = 'k'.repeat(DIGITS);
/** Few, because each hold looks through the fan's live ones, of which a real fan has one or two. */
export const HOLDS_OF_A_FAN = 5;

interface Fan {
  request: Buffer;
  keyAt: number;
  left: number;
}

/** Encoded holds of a few tickets, each with its own idempotency key, rotating over admitted fans. */
export class HoldRequests {
  private readonly fans: Fan[] = [];
  private turn = 0;
  private count = 0;
  /** Separates the idempotency keys of two runs. */
  private readonly run = randomBytes(4).toString('hex');

  constructor(
    private readonly host: string,
    private readonly slug: string,
    private readonly ticketTypeId: string,
    private readonly quantity = 1,
  ) {}

  get left(): number {
    return this.fans.reduce((sum, fan) => sum + fan.left, 0);
  }

  add(passes: readonly string[]): void {
    for (const pass of passes) {
      const request = encodeRequest(this.host, {
        method: 'POST',
        path: `/v1/sales/${this.slug}/holds`,
        headers: { authorization: `Bearer ${pass}`, 'idempotency-key': `${this.run}${PLACEHOLDER}` },
        body: { items: [{ ticketTypeId: this.ticketTypeId, quantity: this.quantity }] },
      });
      this.fans.push({ request, keyAt: request.indexOf(PLACEHOLDER), left: HOLDS_OF_A_FAN });
    }
  }

  /** Returns null once every fan has reached the limit. */
  readonly next = (): Buffer | null => {
    if (this.fans.length === 0) return null;
    this.turn %= this.fans.length;
    const fan = this.fans[this.turn] as Fan;
    fan.left -= 1;
    if (fan.left > 0) this.turn += 1;
    else this.fans.splice(this.turn, 1);
    this.count += 1;
    fan.request.write(String(this.count).padStart(DIGITS, '0'), fan.keyAt, 'latin1');
    return fan.request;
  };
}
