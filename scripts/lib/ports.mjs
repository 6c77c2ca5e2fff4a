import net from 'node:net';
import { Refusal } from './refusal.mjs';

const HIGHEST = 65_535;
const ENDING_MS = 2_000;
const LOOPBACK = '127.0.0.1';

/** Listens briefly; resolves with the port, or the error's code if unavailable. */
const listen = (port, host) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error) => resolve({ code: error.code }));
    server.listen(port, host, () => {
      const taken = server.address().port;
      server.close(() => resolve({ port: taken }));
    });
  });

/** Returns a loopback port that was free a moment ago. */
export const freePort = async () => (await listen(0, LOOPBACK)).port;

/** Refuses with one line if the port stays unavailable, allowing a moment for a server that is shutting down. */
export async function requirePort(port, host) {
  let code = null;
  for (const until = Date.now() + ENDING_MS; Date.now() < until; ) {
    ({ code } = await listen(port, host));
    if (code !== 'EADDRINUSE') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (!code) return;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    throw new Refusal(`ROPELINE_HOST must be an address of this machine, such as 127.0.0.1 or 0.0.0.0, not ${host}.`);
  const why = { EADDRINUSE: 'is taken by another program', EACCES: 'needs more rights than we have' }[code] ?? code;
  throw new Refusal(`Port ${port} ${why}: choose another, for example PORT=${port < 1_024 ? 3_000 : port + 1}.`);
}

/** Returns the first free ports from `from` on, one per name: `{ name: port }`. */
export async function nextFreePorts(names, from) {
  const found = [];
  for (let port = from; found.length < names.length && port <= HIGHEST; port += 1)
    if ((await listen(port, LOOPBACK)).port) found.push(port);
  return Object.fromEntries(names.map((name, index) => [name, found[index]]));
}

/** Returns whether the port accepts connections. */
export const accepts = (port, host = LOOPBACK) =>
  new Promise((resolve) => {
    const socket = net.connect(port, host, () => resolve(true));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('error', () => {}).once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
