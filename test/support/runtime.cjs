// Jest's runtime for service specs: modules from node_modules are loaded by Node itself, once per worker instead of
// once per spec file, and what is under test is kept from file to file. Specs and test/support are loaded per file.
// See environment.mjs.
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const Runtime = require('jest-runtime').default;

const PACKAGE = /[/\\]node_modules[/\\]/;
const JEST = '@jest/globals';
const ROOT = path.resolve(__dirname, '../..');
const TESTED = ['src', 'tools'].map((folder) => path.join(ROOT, folder) + path.sep);
/** Modules under test, and where their source maps are, by file. */
const kept = { modules: new Map(), sourceMaps: new Map() };
/** The runtime of the spec file that runs now. */
let current = null;
const requires = new Map();

function requireFrom(file) {
  const folder = path.dirname(file);
  const known = requires.get(folder);
  if (known) return known;
  const made = createRequire(file);
  requires.set(folder, made);
  return made;
}

const isTested = (file) => TESTED.some((folder) => file.startsWith(folder));
const isOwn = (name) => name.startsWith('.') || path.isAbsolute(name) || name.startsWith('node:');

module.exports = class SharedPackagesRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    if (typeof this.executor?.compile !== 'function')
      throw new Error('Jest compiles modules elsewhere now: see docs/adr/0048');
    current = this;
    for (const [file, module] of kept.modules) this.registries.moduleRegistry.set(file, module);
    for (const [file, map] of kept.sourceMaps) this.transformCache.sourceMaps.set(file, map);
    // packages run in the worker's single context, so that `instanceof Error` holds across them
    this.executor.compile = (source, filename) =>
      vm.compileFunction(source, this.executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
  }

  teardown() {
    for (const [file, module] of this.registries.moduleRegistry)
      if (isTested(file) && module.loaded) kept.modules.set(file, module);
    for (const [file, map] of this.transformCache.sourceMaps) if (isTested(file)) kept.sourceMaps.set(file, map);
    super.teardown();
  }

  requireModuleOrMock(from, name) {
    // a kept module that imports something later still has the runtime that loaded it
    if (current !== this) return current.requireModuleOrMock(from, name);
    if (PACKAGE.test(from) || isOwn(name) || name === JEST) return super.requireModuleOrMock(from, name);
    return requireFrom(from)(name);
  }
};
