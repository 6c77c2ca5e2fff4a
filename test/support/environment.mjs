import { TestEnvironment } from 'jest-environment-node';

/** Lines of its nodes' log that a failed spec file shows. */
const MOST_LINES = 200;

/**
 * Node's own context, shared by a worker's spec files (see runtime.cjs), plus a list of clean-ups run after each spec
 * file. They run after all its own hooks, so that an application under test is closed before its database is dropped.
 */
export default class ServiceEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global = globalThis;
    this.moduleMocker = new this.moduleMocker.constructor(globalThis);
    this.fakeTimersModern = new this.fakeTimersModern.constructor({ config: config.projectConfig, global: globalThis });
    this.environmentBefore = { ...process.env };
  }

  async setup() {
    await super.setup();
    this.global.atEndOfFile = [];
    this.global.logOfFile = [];
    this.hasFailed = false;
  }

  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.environmentBefore)) delete process.env[name];
    Object.assign(process.env, this.environmentBefore);
    await super.teardown();
  }

  async handleTestEvent({ name }) {
    if (name === 'test_fn_failure' || name === 'hook_failure' || name === 'error') this.hasFailed = true;
    if (name !== 'run_finish') return;
    for (const end of this.global.atEndOfFile.splice(0).reverse()) await end();
    const lines = this.global.logOfFile.splice(0);
    if (this.hasFailed) process.stdout.write(lines.slice(-MOST_LINES).join(''));
  }
}
