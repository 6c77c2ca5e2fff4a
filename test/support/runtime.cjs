// Jest's runtime for service specs: modules from node_modules are loaded by Node itself, once per worker instead of
// once per spec file. This repository's modules are still loaded per file. See environment.mjs.
const { createRequire } = require('node:module');
const path = require('node:path');
const vm = require('node:vm');
const Runtime = require('jest-runtime').default;

const PACKAGE = /[/\\]node_modules[/\\]/;
const JEST = '@jest/globals';
const requires = new Map();

function requireFrom(file) {
  const folder = path.dirname(file);
  const known = requires.get(folder);
  if (known) return known;
  const made = createRequire(file);
  requires.set(folder, made);
  return made;
}

const isOwn = (name) => name.startsWith('.') || path.isAbsolute(name) || name.startsWith('node:');

module.exports = class SharedPackagesRuntime extends Runtime {
  constructor(...args) {
    super(...args);
    if (typeof this.executor?.compile !== 'function')
      throw new Error('Jest compiles modules elsewhere now: see docs/adr/0048');
    // packages run in the worker's single context, so that `instanceof Error` holds across them
    this.executor.compile = (source, filename) =>
      vm.compileFunction(source, this.executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
  }

  requireModuleOrMock(from, name) {
    if (PACKAGE.test(from) || isOwn(name) || name === JEST) return super.requireModuleOrMock(from, name);
    return requireFrom(from)(name);
  }
};
