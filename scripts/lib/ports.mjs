import net from 'node:net';
import { Refusal } from './refusal.mjs';

const HIGHEST = 65_535;
const ENDING_MS = 2_000;
const LOOPBACK = '127.0.0.1';

/** Listens for a moment: the port, or the error's code when it cannot be had. */
const listen = (port, host) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error) => resolve({ code: error.code }));
    server.listen(port, host, () => {
      const taken = server.address().port;
      server.close(() => resolve({ port: taken }));
    });
  });

/** A loopback port that was free a moment ago. */
export const freePort = async () => (await listen(0, LOOPBACK)).port;

/** Refuses with one line when nobody can listen there, a moment for a server that is just ending included. */
export async function requirePort(port, host) {
  let code = null;
  for (const until = Date.now() + ENDING_MS; Date.now() < until; ) {
    ({ code } = await listen(port, host));
    if (code !== 'EADDRINUSE') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (!code) return;
  const why = { EADDRINUSE: 'is taken by another program', EACCES: 'needs more rights than we have' }[code] ?? code;
  throw new Refusal(`Port ${port} ${why}: choose another, for example PORT=${port < 1_024 ? 3_000 : port + 1}.`);
}

/** The first free ports from `from` on, as many as there are `names`: `{ name: port }`. */
export async function nextFreePorts(names, from) {
  const found = [];
  for (let port = from; found.length < names.length && port <= HIGHEST; port += 1)
    if ((await listen(port, LOOPBACK)).port) found.push(port);
  return Object.fromEntries(names.map((name, index) => [name, found[index]]));
}

/** True when somebody answers on the port. */
export const accepts = (port, host = LOOPBACK) =>
  new Promise((resolve) => {
    const socket = net.connect(port, host, () => resolve(true));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('error', () => {}).once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
