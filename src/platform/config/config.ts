import type { Settings } from './settings.js';

/** What this process was told when it started, as an injectable value. The fields are those of Settings, declared there. */
export class Config {
  constructor(settings: Settings) {
    Object.assign(this, settings);
  }
}
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type -- the constructor assigns every field of Settings
export interface Config extends Settings {}
