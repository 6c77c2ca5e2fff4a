import type { StaffRoleName } from '../../../src/contract/staff/staff-shapes.js';

export const roleWords: Record<StaffRoleName, { label: string; means: string }> = {
  owner: { label: 'Owner', means: 'Everything, and the team itself.' },
  manager: { label: 'Manager', means: 'Makes and changes sales, partners and keys; gives money back.' },
  operator: { label: 'Operator', means: 'Uses the switches of a running sale: pause, speed, messages, more time.' },
  finance: { label: 'Finance', means: 'Orders, refunds, decisions and exports.' },
  viewer: { label: 'Viewer', means: 'Looks, and changes nothing.' },
  scanner: { label: 'Scanner', means: 'Scans tickets at the door, and sees nothing else.' },
};
export const roleChoices = Object.entries(roleWords).map(([value, { label }]) => ({ value, label }));
