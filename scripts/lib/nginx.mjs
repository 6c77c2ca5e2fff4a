import fs from 'node:fs';
import path from 'node:path';
import { aptInstall, mayApt } from './apt.mjs';
import { accepts, freePort } from './ports.mjs';
import { Refusal } from './refusal.mjs';
import { runSupervised } from './supervised.mjs';

const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];

/** Returns the path of an nginx from PATH or the usual places; null when there is none. */
export function findNginx(env = process.env) {
  const folders = [...(env.PATH ?? '').split(path.delimiter).filter(Boolean), ...FOLDERS];
  return folders.map((folder) => path.join(folder, 'nginx')).find((file) => fs.existsSync(file)) ?? null;
}

/** Finds an nginx, installing Debian's when run as root there. */
export async function ensureNginx(step) {
  if (!findNginx() && mayApt()) await step('Installing nginx (apt-get)', () => aptInstall('nginx-light'));
  const found = findNginx();
  if (!found)
    throw new Refusal('No nginx on PATH. Debian/Ubuntu: sudo apt-get install nginx-light; macOS: brew install nginx');
  return found;
}

/**
 * Starts an nginx on loopback with its files in `folder`.
 * @param {string} folder
 * @param {(port: number) => string} servers content of `http { }`
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startNginx(folder, servers) {
  const port = await freePort();
  const dir = path.join(folder, 'nginx');
  fs.mkdirSync(dir, { recursive: true });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const lines = [
    'daemon off;',
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    `pid ${dir}/nginx.pid;`,
    `error_log ${dir}/error.log;`,
    'events { worker_connections 16384; }',
    'http {',
    `  access_log ${dir}/access.log;`,
    ...temporary.map((name) => `  ${name}_temp_path ${dir}/${name};`),
    servers(port),
    '}',
  ];
  const file = path.join(dir, 'nginx.conf');
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  const nginx = await runSupervised({
    name: 'nginx',
    command: [findNginx(), '-e', `${dir}/error.log`, '-c', file],
    stopSignal: 'SIGTERM',
    ready: () => accepts(port, '127.0.0.1'),
  });
  return { url: `http://127.0.0.1:${port}`, stop: nginx.stop };
}

/** Proxies everything to these nodes with nginx's defaults, plus only what sockets need. */
export const plainProxy = (nodes) => (port) =>
  `
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  upstream nodes { ${nodes.map((url) => `server ${new URL(url).host};`).join(' ')} }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://nodes;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
  }`;
