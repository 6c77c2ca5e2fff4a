/** 32-bit FNV-1a: spreads well enough, and gives the same result on every node. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  // FNV's last characters affect only the low bits, so the bits are mixed before hashes are compared
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * Chooses the live node that conducts a sale by rendezvous hashing: all nodes agree without coordination, sales spread
 * evenly, and a joining or leaving node moves only its own share. Null without nodes.
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
