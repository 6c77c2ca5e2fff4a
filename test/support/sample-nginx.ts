import { readFileSync } from 'node:fs';

/** Renders deploy/nginx.conf for this machine: without TLS, with its cache in `folder`, ahead of these nodes. */
export const sampleNginx =
  (folder: string, hostOf: (role: string) => string, serverLines = '') =>
  (port: number): string => {
    const sample = /http \{\n([\s\S]*)\n\}\s*$/.exec(readFileSync('deploy/nginx.conf', 'utf8'))?.[1] ?? '';
    return sample
      .replace(
        /(upstream (\w+) [^}]*server )127\.0\.0\.1:300\d/g,
        (_all, before: string, role: string) => before + hostOf(role),
      )
      .replace(/server \{\s*listen 80;[^}]*\}/, '')
      .replace(/ssl_certificate.*;/g, '')
      .replace('listen 443 ssl;', `listen 127.0.0.1:${port}; ${serverLines}`)
      .replace('/var/lib/nginx/ropeline', `${folder}/cache`);
  };
