import { TestEnvironment } from 'jest-environment-node';

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
  }

  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.environmentBefore)) delete process.env[name];
    Object.assign(process.env, this.environmentBefore);
    await super.teardown();
  }

  async handleTestEvent({ name }) {
    if (name !== 'run_finish') return;
    for (const end of this.global.atEndOfFile.splice(0).reverse()) await end();
  }
}
