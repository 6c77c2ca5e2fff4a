/** FNV-1a, 32 bits: spreads well enough, and is the same on every node. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // FNV's last characters touch only the low bits, by which nothing may be ordered
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * Which of the living nodes conducts a sale: rendezvous hashing, so that all nodes agree without asking, sales spread
 * evenly, and a node that comes or goes moves only its own share. Null without nodes.
 */
export function leaderOf(saleId: string, nodeIds: readonly string[]): string | null {
  let leader: string | null = null;
  let highest = -1;
  for (const nodeId of nodeIds) {
    const weight = hashOf(`${nodeId} ${saleId}`);
    if (weight < highest || (weight === highest && leader !== null && nodeId > leader)) continue;
    highest = weight;
    leader = nodeId;
  }
  return leader;
}
