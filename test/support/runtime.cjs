// Jest's runtime for service specs: what comes from node_modules is loaded by Node itself, once per worker, instead of
// once per spec file. The modules of this repository are still loaded anew for each file. See environment.mjs.
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
    // the one context of the worker, in which the packages live too: an Error of theirs is an Error of ours
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
