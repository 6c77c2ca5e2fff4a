import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { JOINING, OWNER, type PersonPlace, PersonsRepository } from '../../../src/queue/identity/persons.repository.js';
import { TourPersonsRepository } from '../../../src/queue/identity/tour-persons.repository.js';
import { LinePrisma } from '../../../src/platform/prisma/prisma.service.js';
import { testConfig } from '../../support/app.js';
import { freshDatabase } from '../../support/services.js';

let prisma: LinePrisma;
beforeAll(async () => {
  prisma = new LinePrisma(testConfig({ databaseUrl: await freshDatabase(), redisUrl: 'redis://127.0.0.1:1' }));
}, 60_000);
afterAll(async () => {
  await prisma.onApplicationShutdown();
});

const saleId = 'sale_members';
const friends: PersonPlace = { person: 'beef:1', lane: 'general', number: 7, member: 3 };

/** Returns which member the person is, as a join and a tour are told. */
async function membersOf(person: string): Promise<unknown[]> {
  const tours = new TourPersonsRepository(prisma);
  await tours.claim('tour', saleId, [person]);
  const kept = await new PersonsRepository(prisma).keep(saleId, [{ ...friends, person, member: OWNER }]);
  return [...kept, ...(await tours.places('tour', [person]))].map(({ lane, number, member }) => [lane, number, member]);
}

it('believes no member of a place that a node of an earlier version has replaced', async () => {
  const persons = new PersonsRepository(prisma);
  const { person } = friends;
  expect(await persons.keep(saleId, [{ ...friends, member: JOINING }])).toEqual([]);
  expect(await membersOf(person)).toEqual([
    ['general', 7, JOINING],
    ['general', 7, JOINING],
  ]);
  expect(await persons.settle(saleId, friends)).toBe(true);
  expect(await membersOf(person)).toEqual([
    ['general', 7, 3],
    ['general', 7, 3],
  ]);
  // the statement of the version before: it does not know `member`
  await prisma.$executeRaw`
    UPDATE queue_person SET lane = ${'general'}, number = ${9} WHERE sale_id = ${saleId} AND person = ${person}`;
  expect(await membersOf(person)).toEqual([
    ['general', 9, null],
    ['general', 9, null],
  ]);
  await persons.replace(saleId, { ...friends, number: 11, member: OWNER });
  expect(await membersOf(person)).toEqual([
    ['general', 11, OWNER],
    ['general', 11, OWNER],
  ]);
});
