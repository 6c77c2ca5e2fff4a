import { describe, expect, it } from '@jest/globals';
import { isStoreAway } from './store-away.js';

class ReplyError extends Error {
  override name = 'ReplyError';
}
const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('isStoreAway', () => {
  it.each([
    'NOREPLICAS Not enough good replicas to write.',
    'OOM command not allowed when used memory > maxmemory',
    'MISCONF Redis is configured to save RDB snapshots',
    'LOADING Redis is loading the dataset in memory',
    "READONLY You can't write against a read only replica. script: 1f, on @user_script:12.",
  ])('takes a Redis server that cannot serve for away: %s', (message) => {
    expect(isStoreAway(new ReplyError(message))).toBe(true);
  });

  it.each([
    'Command timed out',
    'Command aborted due to connection close',
    'Connection is closed.',
    "Socket timeout. Expecting data, but didn't receive any in 6000ms.",
    "Stream isn't writeable and enableOfflineQueue options is false",
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Reached the max retries per request limit (which is 0). Refer to "maxRetriesPerRequest" option for details.',
    'Raw query failed. Code: `57014`. Message: `canceling statement due to statement timeout`',
    '\nInvalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `25006`. Message: `read-only`',
    "\nInvalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `N/A`. Message: `Can't reach database server at db:5432`",
    '\nInvalid `prisma.queueSale.findUnique()` invocation:\n\n\nDatabase error. Code: `57P03`. Message: `the database system is starting up`',
  ])('knows the words of a driver that lost its store: %s', (message) => {
    expect(isStoreAway(new Error(message))).toBe(true);
  });

  it.each(['ECONNREFUSED', 'ETIMEDOUT', 'EAI_AGAIN', 'P1001', 'P2024', '57P03', '53300', '08006'])(
    'knows the code %s',
    (code) => {
      expect(isStoreAway(coded(code))).toBe(true);
    },
  );

  it('looks into the cause, however it is told', () => {
    expect(isStoreAway(new Error('the batch failed', { cause: coded('ECONNRESET') }))).toBe(true);
    expect(isStoreAway(new Error('adapter', { cause: { kind: 'DatabaseNotReachable' } }))).toBe(true);
    const endless = new Error('a');
    endless.cause = endless;
    expect(isStoreAway(endless)).toBe(false);
  });

  it.each([
    new TypeError('connection is not a function'),
    new TypeError('Command timed out'),
    new RangeError('Connection is closed.'),
    new SyntaxError('Unexpected token'),
    new Error('the stream of seats was closed while loading'),
    new Error('order 153300 has no lines, says BUSY partner'),
    new Error('Database error. Code: `23514`. Message: `violates check constraint "orders_57P03"`'),
    new ReplyError('ERR user_script:12: attempt to index a nil value'),
    new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value'),
    coded('P2002'),
    coded('23505'),
    coded('ERR_INVALID_ARG_TYPE'),
    'Connection is closed.',
    null,
  ])('leaves a fault of ours a fault: %p', (error) => {
    expect(isStoreAway(error)).toBe(false);
  });
});
