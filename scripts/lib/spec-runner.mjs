// A test runner for Stryker: judges a mutant of a pure file by the spec beside it, in this process and without Jest,
// whose start for each mutant takes far longer than such a spec.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { compileFunction } from 'node:vm';

const require = createRequire(import.meta.url);
const { transformSync } = require('@swc/core');
const ofJest = createRequire(require.resolve('@jest/globals'));
const { expect } = ofJest('expect');

const swc = {
  module: { type: 'commonjs' },
  jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
};
const SUCCESS = 0;
const FAILED = 1;
/** A mutant may leave a call waiting for ever; these specs take milliseconds. */
const TEST_TIMEOUT_MS = 2_000;

/** Specs of the given files. A file without one has no test that could kill its mutants. */
const specOf = (file) => file.replace(/\.ts$/, '.spec.ts');

class SpecRunner {
  static inject = [];
  #compiled = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  /** Runs the specs of all files in the sandbox that are instrumented. */
  async dryRun({ files = [] }) {
    globalThis.__stryker__ = {};
    const tests = [];
    for (const spec of files.map(specOf).filter((file) => existsSync(file)))
      for (const { name, run } of this.#testsIn(spec)) {
        const error = await errorOf(run);
        const id = `${spec} ${name}`;
        const test = { id, name: id, timeSpentMs: 0 };
        tests.push(error ? { ...test, status: FAILED, failureMessage: error } : { ...test, status: SUCCESS });
      }
    return { status: 'complete', tests };
  }

  async mutantRun({ activeMutant, sandboxFileName }) {
    // static mutants act while their module is loaded, so it is loaded anew for each
    globalThis.__stryker__ = { activeMutant: activeMutant.id };
    const spec = specOf(sandboxFileName);
    if (!existsSync(spec)) return { status: 'survived', nrOfTests: 0 };
    let tests = [];
    const broken = await errorOf(() => {
      tests = this.#testsIn(spec);
    });
    if (broken) return { status: 'killed', killedBy: [spec], failureMessage: broken, nrOfTests: 0 };
    for (const [index, { name, run }] of tests.entries()) {
      const failureMessage = await errorOf(run);
      if (failureMessage)
        return { status: 'killed', killedBy: [`${spec} ${name}`], failureMessage, nrOfTests: index + 1 };
    }
    return { status: 'survived', nrOfTests: tests.length };
  }

  #testsIn(spec) {
    const tests = [];
    this.#load(spec, new Map(), globalsOf(tests));
    return tests;
  }

  #load(file, loaded, globals) {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(file, module);
    const load = (name) => {
      if (name === '@jest/globals') return globals;
      if (!name.startsWith('.')) return require(name);
      return this.#load(resolve(dirname(file), name).replace(/\.js$/, '.ts'), loaded, globals);
    };
    this.#codeOf(file)(module.exports, load, module);
    return module.exports;
  }

  #codeOf(file) {
    let code = this.#compiled.get(file);
    if (!code) {
      const text = transformSync(readFileSync(file, 'utf8'), { ...swc, filename: file }).code;
      code = compileFunction(text, ['exports', 'require', 'module'], { filename: file });
      this.#compiled.set(file, code);
    }
    return code;
  }
}

/** The part of Jest's globals that these specs use. */
function globalsOf(tests) {
  const path = [];
  const it = (name, run) => tests.push({ name: [...path, name].join(' '), run });
  const describe = (name, define) => {
    path.push(name);
    define();
    path.pop();
  };
  it.each = eachOf(it);
  describe.each = eachOf(describe);
  return { describe, expect, it };
}

const eachOf = (define) => (rows) => (name, run) =>
  rows.forEach((row, index) => {
    const given = Array.isArray(row) ? row : [row];
    define(`${name} [${index}]`, () => run(...given));
  });

async function errorOf(run) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${TEST_TIMEOUT_MS} ms`)), TEST_TIMEOUT_MS);
  });
  try {
    await Promise.race([run(), late]);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'specs', injectableClass: SpecRunner }];
