/** The logo: the product name with its rope. */
export function RopeMark() {
  return (
    <span className="mark">
      <svg viewBox="0 0 32 20" width="32" height="20" aria-hidden="true" focusable="false">
        <path d="M4 4c2 14 22 14 24 0" className="mark-rope" />
        <circle cx="4" cy="4" r="3" className="mark-post" />
        <circle cx="28" cy="4" r="3" className="mark-post" />
      </svg>
      Ropeline
    </span>
  );
}
