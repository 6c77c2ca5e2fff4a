import { createServer } from 'node:net';

/** Below the range from which systems serve outgoing connections: nobody is given the port between the look and its use. */
const FIRST = 20_000;
const LAST = 31_999;
/** Spec files that run side by side are processes of their own, and each starts elsewhere. */
let next = FIRST + ((process.pid * 97) % (LAST - FIRST));

const isFree = async (port: number): Promise<boolean> =>
  await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A free port of the loopback address. */
export async function freePort(): Promise<number> {
  for (let tried = FIRST; tried <= LAST; tried += 1) {
    const port = next;
    next = next === LAST ? FIRST : next + 1;
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}
