import { defineScript, type Script } from '../platform/redis/define-script.js';

const names = [
  'hold-stock',
  'hold-allocation',
  'swap-hold',
  'extend-hold',
  'release-hold',
  'commit-hold',
  'release-order',
  'shrink-order',
  'reactivate-order',
  'expire-due',
  'read-hold',
  'read-own-holds',
  'finish-permit',
  'change-stock',
  'read-figures',
  'read-availability',
  'read-counts',
  'read-section',
  'take-changes',
  'rebuild-begin',
  'rebuild-chunk',
  'rebuild-finish',
] as const;
export type ScriptName = (typeof names)[number];
export type InventoryScripts = Readonly<Record<ScriptName, Script>>;

/**
 * Returns the room's scripts. `mutations` remove a guard from one, so that a test can provoke the fault it prevents.
 */
export function inventoryScripts(
  mutations: Partial<Record<ScriptName, (source: string) => string>> = {},
): InventoryScripts {
  const define = (name: ScriptName): Script => {
    const mutate = mutations[name];
    return defineScript({ room: 'inventory', name, ...(mutate ? { mutate } : {}) });
  };
  return Object.fromEntries(names.map((name) => [name, define(name)])) as unknown as InventoryScripts;
}
