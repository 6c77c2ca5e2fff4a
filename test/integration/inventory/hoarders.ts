import { HOLD_MS, type House } from './house.js';

/** Seconds from admission to the first hold for a person; a bot tries every second. */
const SECONDS_TO_CHOOSE = 6;
const STOCK = 5;

/**
 * Reproduces the attack: five bot places hold all five tickets, as many more poll inside, and people wait in line. The
 * line admits one fan per free ticket, as the policy does.
 * @returns how many tickets people and bots have once everything has lapsed and been offered again
 */
export async function sellAmongHoarders(house: House): Promise<{ people: number; bots: number }> {
  const one = [{ ticketTypeId: house.type('Standing'), quantity: 1 }];
  const takers = { people: 0, bots: 0 };
  const named = (kind: string) => Array.from({ length: STOCK }, (_, n) => `${kind}-${n}`);
  for (const bot of named('holder')) await house.held(bot, one);
  const polling = new Set(named('poller'));
  const line = named('person');
  const inside = new Map<string, number>();
  for (let second = 0; second < HOLD_MS / 1_000 + 30; second += 1) {
    await house.setNow(house.now + 1_000);
    await house.expireDue(500, line.length > 0);
    for (const bot of polling) {
      if ((await house.hold(bot, one)).kind !== 'held') continue;
      polling.delete(bot);
      takers.bots += 1;
    }
    const { free } = await house.counts('Standing');
    for (const person of line.splice(0, Math.max(0, free - inside.size))) inside.set(person, house.now);
    for (const [person, since] of inside) {
      if (house.now - since < SECONDS_TO_CHOOSE * 1_000) continue;
      inside.delete(person);
      const permit = await house.permit(person, house.now + 60_000, house.now + 600_000, since);
      if ((await house.hold(person, one, { permit })).kind === 'held') takers.people += 1;
    }
  }
  return takers;
}
