import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

const TEXT = /\.(js|css|svg)$/;
/** Below this size, compression saves less than its headers cost. */
const WORTH_BYTES = 1_000;

/** Adds a chunk, its static imports and their styles. */
function addWith(bundle, files, name) {
  const chunk = bundle[name];
  if (!chunk || files.has(name)) return;
  files.add(name);
  for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
  for (const imported of chunk.imports ?? []) addWith(bundle, files, imported);
}

/**
 * Returns the files needed for the first paint of each page: the entry and the page's own file, with all their imports.
 */
function filesOfPages(bundle, pages) {
  const chunks = Object.entries(bundle).filter(([, { type }]) => type === 'chunk');
  const entry = chunks.find(([, { isEntry }]) => isEntry)?.[0];
  const fileOf = (module) => chunks.find(([, { facadeModuleId }]) => facadeModuleId?.endsWith(module))?.[0];
  return Object.entries(pages).map(([page, module]) => {
    const files = new Set();
    addWith(bundle, files, entry);
    const own = fileOf(module);
    if (own === undefined) throw new Error(`no file found for page ${page}: ${module}`);
    addWith(bundle, files, own);
    return { page, files: [...files] };
  });
}

/** Returns the files of each language: `words` of every page, `inside` of the pages that bring theirs. */
function filesOfWords(bundle) {
  const found = {};
  for (const [name, { facadeModuleId }] of Object.entries(bundle)) {
    const [, language, part] = /\/src\/words\/([a-z]{2})(\.inside)?\.ts$/.exec(facadeModuleId ?? '') ?? [];
    if (language) (found[language] ??= {})[part ? 'inside' : 'words'] = name;
  }
  return found;
}

async function compress(file) {
  const source = await readFile(file);
  if (source.length < WORTH_BYTES) return source.length;
  const settings = { params: { [constants.BROTLI_PARAM_SIZE_HINT]: source.length } };
  const [small, zipped] = await Promise.all([brotli(source, settings), zip(source, { level: 9 })]);
  await Promise.all([writeFile(`${file}.br`, small), writeFile(`${file}.gz`, zipped)]);
  return small.length;
}

/**
 * Vite plugin: writes .br and .gz beside every file at build time, and pages.json with the files and compressed size of
 * each page, words.json with the files of each language; fails the build when a page exceeds its budget.
 * @param app.pages module of each page that is loaded by name; @param app.firstPaintBytes budget of each of those pages
 */
export function compressed({ pages = {}, firstPaintBytes = {} }) {
  return {
    name: 'ropeline-compressed',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      const sizes = new Map();
      for (const name of Object.keys(bundle).filter((file) => TEXT.test(file)))
        sizes.set(name, await compress(path.join(dir, name)));
      const told = filesOfPages(bundle, pages).map(({ page, files }) => {
        const bytes = files.reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0);
        return [page, { bytes, files }];
      });
      await writeFile(path.join(dir, 'pages.json'), JSON.stringify(Object.fromEntries(told), null, 2));
      await writeFile(path.join(dir, 'words.json'), JSON.stringify(filesOfWords(bundle), null, 2));
      const large = told.filter(([page, { bytes }]) => bytes > (firstPaintBytes[page] ?? Infinity));
      if (large.length > 0)
        this.error(`over budget (bytes, brotli): ${large.map(([page, { bytes }]) => `${page} ${bytes}`).join(', ')}`);
    },
  };
}
