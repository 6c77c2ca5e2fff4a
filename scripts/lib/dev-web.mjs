import { readFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { createServer } from 'vite';
import { appConfigs } from '../../vite.config.mjs';
import { ROOT } from './run.mjs';

/** Matches the server's first-paint content, to be extracted from the built shell. */
const TITLE = /<title>.*?<\/title>(<meta name="description"[^>]*>)?/s;
const DATA = /<script type="application\/json" id="ropeline-data">.*?<\/script>/s;

const isPage = ({ method, headers, url }) =>
  method === 'GET' && (headers.accept ?? '').includes('text/html') && !/^\/(v1|docs|assets|health)\b/.test(url);

/** Proxies a request unchanged: the Host header stays, so that the page's origin is the server's own. */
function passOn(request, response, serverPort) {
  const { method, headers, url } = request;
  const onward = http.request({ port: serverPort, host: '127.0.0.1', method, headers, path: url }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.headersSent || response.writeHead(502).end('The server is restarting.'));
  request.pipe(onward);
}

/** Proxies a socket, whatever its upgrade. */
function passSocketOn(request, socket, head, serverPort) {
  const onward = net.connect(serverPort, '127.0.0.1', () => {
    const lines = request.rawHeaders.flatMap((name, index, all) =>
      index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : [],
    );
    onward.write(`${request.method} ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  for (const each of [socket, onward]) each.on('error', () => (socket.destroy(), onward.destroy()));
}

/** Serves a page from the app's source: the server's head and data in a shell that Vite reloads. */
async function servePage(request, response, { apps, serverPort, readShell }) {
  const answer = await fetch(`http://127.0.0.1:${serverPort}${request.url}`, {
    headers: { accept: 'text/html', cookie: request.headers.cookie ?? '', host: request.headers.host ?? '' },
    redirect: 'manual',
  });
  const html = await answer.text();
  const app = /\/assets\/admin\//.test(html) ? 'admin' : 'fan';
  const shell = readShell(app)
    .replaceAll('"./', '"/')
    .replaceAll('"../../node_modules/', `"/@fs${ROOT}node_modules/`)
    .replace('<!--ropeline:head-->', () => TITLE.exec(html)?.[0] ?? '')
    .replace('<!--ropeline:data-->', () => DATA.exec(html)?.[0] ?? '');
  const page = await apps[app].transformIndexHtml(`/assets/${app}/index.html`, shell);
  response
    .writeHead(answer.status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(page);
}

/** Runs Vite for both apps on one port and proxies everything else to the server. */
export async function serveWeb({ port, host, serverPort }) {
  const server = http.createServer();
  const apps = {};
  for (const config of appConfigs()) {
    const middle = { middlewareMode: true, hmr: { server, path: `/hmr-${config.name}` } };
    apps[config.name] = await createServer({ ...config.inline, appType: 'custom', server: middle });
  }
  const readShell = (app) => readFileSync(path.join(ROOT, 'web', app, 'index.html'), 'utf8');
  server.on('request', (request, response) => {
    const app = /^\/assets\/(fan|admin)\//.exec(request.url ?? '')?.[1];
    if (app) return apps[app].middlewares(request, response, () => response.writeHead(404).end());
    if (!isPage(request)) return passOn(request, response, serverPort);
    return servePage(request, response, { apps, serverPort, readShell }).catch((error) =>
      response.writeHead(502, { 'content-type': 'text/plain' }).end(String(error)),
    );
  });
  server.on('upgrade', (request, socket, head) => {
    if (!/hmr-/.test(request.url ?? '')) passSocketOn(request, socket, head, serverPort);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Promise.all(Object.values(apps).map((app) => app.close()));
  };
  return { stop };
}
