import type { Group } from './group.js';
import { crowdGroup } from './groups/crowd.group.js';
import { coloursGroup } from './groups/colours.group.js';
import { joinsGroup, placeGroup, snapshotGroup } from './groups/doors.group.js';
import { holdsGroup } from './groups/holds.group.js';
import { idleGroup } from './groups/idle.group.js';
import { lineGroup } from './groups/line.group.js';
import { overloadGroup } from './groups/overload.group.js';
import { panelsGroup } from './groups/panels.group.js';
import { purchaseGroup } from './groups/purchase.group.js';
import { seatsGroup } from './groups/seats.group.js';
import { socketsGroup } from './groups/sockets.group.js';
import { tracingGroup } from './groups/tracing.group.js';
import { webhooksGroup } from './groups/webhooks.group.js';

/** Every group of the bench, in table order. */
export const groups: readonly Group[] = [
  holdsGroup,
  socketsGroup,
  joinsGroup,
  snapshotGroup,
  placeGroup,
  lineGroup,
  seatsGroup,
  coloursGroup,
  purchaseGroup,
  overloadGroup,
  crowdGroup,
  webhooksGroup,
  idleGroup,
  panelsGroup,
  tracingGroup,
];

/** Names that `--only` accepts: of groups and of their rows. */
export const selectable = groups.flatMap(({ name, rows }) => [name, ...rows]);
