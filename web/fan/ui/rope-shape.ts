/** The rope's coordinate system; CSS scales it. */
export const ropeBoard = { width: 360, height: 92, left: 16, right: 344, top: 22 } as const;

/** Maps progress to an x coordinate: 0 at the start, 1 at the door. */
export function ropeX(progress: number): number {
  return ropeBoard.left + (ropeBoard.right - ropeBoard.left) * Math.min(1, Math.max(0, progress));
}

/** Returns the rope's sag, which grows with its length. */
export function sagOf(fromX: number, toX: number): number {
  return 4 + 96 * ((toX - fromX) / ropeBoard.width);
}

export function ropePath(fromX: number, toX: number): string {
  const sag = sagOf(fromX, toX);
  return `M${fromX.toFixed(1)} ${ropeBoard.top} Q${((fromX + toX) / 2).toFixed(1)} ${(ropeBoard.top + sag).toFixed(1)} ${toX.toFixed(1)} ${ropeBoard.top}`;
}

/** Returns the point on that path at t from 0 to 1. */
export function ropePoint(fromX: number, toX: number, t: number): { x: number; y: number } {
  const control = ropeBoard.top + sagOf(fromX, toX);
  const y = (1 - t) ** 2 * ropeBoard.top + 2 * (1 - t) * t * control + t ** 2 * ropeBoard.top;
  return { x: fromX + (toX - fromX) * t, y };
}

/** Deterministic noise from 0 to 1, so that the crowd looks the same at every render. */
export function noise(index: number, seed: number): number {
  const value = Math.sin(index * 127.1 + seed * 311.7) * 43_758.5453;
  return value - Math.floor(value);
}
