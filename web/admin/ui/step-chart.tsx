interface Props {
  label: string;
  points: readonly { x: number; y: number }[];
  /** Labels under the first and the last point. */
  from: string;
  to: string;
  most: string;
}

const WIDTH = 600;
const HEIGHT = 120;

/** One line over time with a textual scale; screen readers get the label. */
export function StepChart({ label, points, from, to, most }: Props) {
  const first = points[0]?.x ?? 0;
  const span = Math.max(1, (points.at(-1)?.x ?? 1) - first);
  const top = Math.max(1, ...points.map(({ y }) => y));
  const path = points
    .map(({ x, y }, index) => {
      const at = `${(((x - first) / span) * WIDTH).toFixed(1)} ${(HEIGHT - (y / top) * HEIGHT).toFixed(1)}`;
      return `${index === 0 ? 'M' : 'L'}${at}`;
    })
    .join('');
  return (
    <figure className="step-chart">
      <figcaption className="small strong">{label}</figcaption>
      <span className="small muted">{most}</span>
      <svg
        viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${most}`}
      >
        <path d={path} />
      </svg>
      <div className="small muted row">
        <span className="grow">{from}</span>
        <span>{to}</span>
      </div>
    </figure>
  );
}
