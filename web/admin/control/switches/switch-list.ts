import type { SaleState } from '../../../../src/contract/sale/sale-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import type { IconName } from '../../ui/icons.jsx';

export type SwitchName =
  | 'publish'
  | 'pause'
  | 'resume'
  | 'open'
  | 'edit'
  | 'remove'
  | 'postpone'
  | 'half'
  | 'secure'
  | 'extend'
  | 'speed'
  | 'stock'
  | 'joins'
  | 'message'
  | 'revoke'
  | 'close'
  | 'cancel'
  | 'copy';

export interface Switch {
  name: SwitchName;
  label: string;
  icon?: IconName;
  look: 'main' | 'plain' | 'bad' | 'quiet';
  disabled?: boolean;
}

/** Returns the switches available in the sale's state, most urgent first, irreversible ones last. */
export function switchesOf(state: SaleState, sale: StaffSaleShape, joinsFrozen: boolean): Switch[] {
  const draft = state === 'draft';
  const ahead = state === 'scheduled' || state === 'prequeue' || (state === 'paused' && sale.pausedFrom === 'prequeue');
  const selling = state === 'on_sale' || state === 'paused' || state === 'sold_out';
  const live = !draft && state !== 'closed';
  const all: (Switch & { when: boolean })[] = [
    { name: 'publish', label: 'Review and publish', icon: 'play', look: 'main', when: draft },
    { name: 'edit', label: 'Edit', icon: 'pen', look: 'plain', when: draft },
    { name: 'pause', label: 'Pause', icon: 'pause', look: 'main', when: state === 'prequeue' || state === 'on_sale' },
    { name: 'resume', label: 'Resume', icon: 'play', look: 'main', when: state === 'paused' },
    {
      ...{ name: 'half', label: 'Half speed', icon: 'gauge', look: 'plain', when: state === 'on_sale' },
      disabled: sale.policy.perMinute < 2,
    },
    { name: 'speed', label: 'Cap and speed', icon: 'gauge', look: 'plain', when: state !== 'closed' },
    { name: 'message', label: 'Message', icon: 'speech', look: 'plain', when: live },
    { name: 'extend', label: 'More time', icon: 'clock', look: 'plain', when: selling },
    {
      ...{ name: 'secure', icon: 'check', look: 'plain', when: selling },
      label: sale.policy.threeDSecure === 'any' ? '3-D Secure as needed' : '3-D Secure for all',
    },
    { name: 'stock', label: 'Stock', icon: 'ticket', look: 'plain', when: live },
    { name: 'joins', label: joinsFrozen ? 'Joins (frozen)' : 'Joins', icon: 'people', look: 'plain', when: live },
    { name: 'postpone', label: 'Opening time', icon: 'clock', look: 'plain', when: ahead },
    {
      ...{ name: 'open', label: 'Open now', icon: 'play', look: 'plain' },
      when: state === 'scheduled' || state === 'prequeue',
    },
    { name: 'revoke', label: 'Empty the shop', icon: 'gone', look: 'bad', when: selling },
    { name: 'close', label: 'Close for good', icon: 'stop', look: 'bad', when: live },
    { name: 'cancel', label: 'Cancel the show', icon: 'gone', look: 'bad', when: !draft },
    { name: 'copy', label: 'The same again', look: 'quiet', when: true },
    { name: 'remove', label: 'Delete the draft', look: 'bad', when: draft },
  ];
  return all.filter(({ when }) => when);
}
