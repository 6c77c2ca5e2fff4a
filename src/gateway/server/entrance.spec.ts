import { describe, expect, it } from '@jest/globals';
import { doorman, EntranceRefused } from './entrance.js';

const tick = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

function visitor() {
  const corks: string[] = [];
  const tcp = { cork: () => corks.push('cork'), uncork: () => corks.push('uncork') };
  const conn = {
    readyState: 'open',
    upgrading: false,
    writeBuffer: [],
    sentCallbackFn: [],
    transport: { name: 'websocket', writable: true, socket: { readyState: 1, _socket: tcp } },
    close: () => {
      conn.readyState = 'closed';
    },
  };
  return { socket: { conn, handshake: { auth: { secret: 'x' } } }, conn, corks };
}
const codeOf = (refusal: Error | undefined): string =>
  refusal instanceof EntranceRefused ? refusal.data.code : String(refusal);

describe('a doorman', () => {
  it('forgets the handshake, and holds writes back until the first messages are there', async () => {
    const { socket, corks } = visitor();
    doorman(() => undefined)(socket, () => corks.push('let in'));
    expect(corks).toEqual(['cork', 'let in']);
    await tick();
    expect(corks).toEqual(['cork', 'let in', 'uncork']);
    expect(JSON.stringify(socket.handshake)).not.toContain('x');
  });

  it('refuses with the code of the refusal, and with CORE_AWAY for a fault', async () => {
    const codes: string[] = [];
    const faults: (() => Promise<void>)[] = [
      () => {
        throw new EntranceRefused('PASS_REQUIRED');
      },
      () => Promise.reject(new EntranceRefused('PASS_EXPIRED')),
      () => Promise.reject(new Error('a fault of ours')),
    ];
    for (const fault of faults) doorman(fault)(visitor().socket, (refusal) => codes.push(codeOf(refusal)));
    await tick();
    expect(codes.sort()).toEqual(['CORE_AWAY', 'PASS_EXPIRED', 'PASS_REQUIRED']);
  });

  it('closes a connection that asks again while it is being let in', async () => {
    const { socket, conn } = visitor();
    let asked = 0;
    const door = doorman(async () => {
      asked += 1;
      await tick();
    });
    const answers: string[] = [];
    door(socket, (refusal) => answers.push(codeOf(refusal)));
    door({ ...socket }, (refusal) => answers.push(codeOf(refusal)));
    expect(asked).toBe(1);
    expect(answers).toEqual(['RATE_LIMITED']);
    expect(conn.readyState).toBe('closed');
  });

  it('closes a connection at its eleventh entrance', async () => {
    const { socket, conn } = visitor();
    const door = doorman(() => undefined);
    for (let n = 0; n < 10; n += 1) {
      door(socket, () => undefined);
      await tick();
    }
    expect(conn.readyState).toBe('open');
    door(socket, () => undefined);
    expect(conn.readyState).toBe('closed');
  });
});
