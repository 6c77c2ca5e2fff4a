import { TestEnvironment } from 'jest-environment-node';

/**
 * Node's environment, and a list of things to do after a spec file: after all its own hooks, whatever their order, so
 * that an application under test is closed before its database goes away.
 */
export default class ServiceEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.atEndOfFile = [];
  }

  async handleTestEvent({ name }) {
    if (name !== 'run_finish') return;
    for (const end of this.global.atEndOfFile.splice(0).reverse()) await end();
  }
}
