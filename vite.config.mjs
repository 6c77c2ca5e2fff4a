import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, defineConfig } from 'vite';
import { compressed } from './scripts/lib/vite-compress.mjs';

const here = dirname(fileURLToPath(import.meta.url));

const apps = [
  {
    name: 'fan',
    jsxImportSource: 'preact',
    pages: {
      home: 'pages/home-page.tsx',
      sale: 'pages/sale-page.tsx',
      line: 'pages/line-page.tsx',
      shop: 'shop/shop-page.tsx',
      order: 'order/order-page.tsx',
      verify: 'verify/verify-page.tsx',
    },
    // what a phone loads before its first paint, compressed, without the font; shop and order also bring their words
    firstPaintBytes: { home: 27_700, sale: 34_600, line: 38_600, shop: 36_700, order: 33_700, verify: 32_000 },
  },
  { name: 'admin', jsxImportSource: 'react' },
];

/** Browsers of about the last three years: a phone that still receives security updates. */
const target = ['chrome111', 'firefox115', 'safari16.4'];

/** What every page of the fan's needs: one file compresses better than a dozen, and costs one request. */
const CORE =
  /node_modules\/preact\/|web\/fan\/(state|net\/(api|backoff|retry)|words\/index\.ts|ui\/(announce|hooks|icons|lazy|refusal|rope-mark|rope-shape|shell|thread-bar))|web\/shared\/format\/time|src\/words\/(en|load)\.ts|src\/contract\/(line\/standing|money\/money|errors|languages)/;

/** Small parts that the basket and the order share. */
const BASKET = /web\/fan\/shop\/(price-lines|group-lines)|src\/(words\/seat-phrase|contract\/stock\/seat-label)/;

const GROUPS = [
  { name: 'core', test: CORE },
  { name: 'basket', test: BASKET },
];

/** The Vite configuration of one app. */
function configOf(app) {
  return {
    configFile: false,
    root: join(here, 'web', app.name),
    base: `/assets/${app.name}/`,
    publicDir: false,
    cacheDir: join(here, 'node_modules', '.vite', app.name),
    logLevel: 'warn',
    plugins: [compressed(app)],
    oxc: { jsx: { runtime: 'automatic', importSource: app.jsxImportSource } },
    build: {
      outDir: join(here, 'dist', 'web', app.name),
      emptyOutDir: true,
      target,
      // a data: URI would be refused by the content security policy
      assetsInlineLimit: 0,
      assetsDir: '.',
      sourcemap: false,
      modulePreload: {
        polyfill: false,
        // a first page's files stand in its head, and the next page's are fetched ahead: a list of the scripts of all parts
        // would cost every page more than it saves
        resolveDependencies: (_, files, { hostType }) =>
          hostType === 'js' ? files.filter((file) => file.endsWith('.css')) : files,
      },
      reportCompressedSize: false,
      // the panel is one chunk of 620 kB (190 kB compressed): its users load it once and keep it
      chunkSizeWarningLimit: 800,
      rolldownOptions: {
        ...(app.name === 'fan' && {
          // the styles of forced colours and more contrast, and of pages without a script: no script loads them
          input: {
            index: join(here, 'web/fan/index.html'),
            contrast: join(here, 'web/fan/styles/contrast.css'),
            plain: join(here, 'web/fan/styles/plain.css'),
          },
          output: { codeSplitting: { groups: GROUPS } },
        }),
        onLog(level, log, tell) {
          // Mantine says "use client" in every file, which means nothing to a page without a server part
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
        },
      },
    },
  };
}

/** The fan's pages for the server, which renders their first paint: one file, in every language. */
const firstPaint = () => ({
  configFile: false,
  root: join(here, 'web', 'fan'),
  logLevel: 'warn',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  ssr: { noExternal: true },
  build: {
    ssr: 'server/first-paint.tsx',
    outDir: join(here, 'dist', 'first-paint'),
    emptyOutDir: true,
    target: 'node20',
    sourcemap: false,
    rolldownOptions: {
      output: { format: 'cjs', entryFileNames: 'first-paint.cjs', codeSplitting: false },
    },
  },
});

/** Both apps, for `npm run dev`. */
export const appConfigs = () => apps.map((app) => ({ name: app.name, inline: configOf(app) }));

/** `vite build` builds both apps and the server's part, one after the other; an app that is not there is skipped. */
export default defineConfig({
  builder: {
    async buildApp(builder) {
      for (const app of apps) {
        if (!existsSync(join(here, 'web', app.name, 'index.html'))) continue;
        await build(configOf(app));
      }
      await build(firstPaint());
      // nothing is left for the default build of this directory
      for (const environment of Object.values(builder.environments)) environment.isBuilt = true;
    },
  },
});
