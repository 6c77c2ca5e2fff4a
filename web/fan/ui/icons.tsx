import type { JSX } from 'preact';

const paths = {
  check: 'M4 10.5l4 4 8-9',
  clock: 'M10 3a7 7 0 100 14 7 7 0 000-14zM10 6v4.2l2.8 1.8',
  pin: 'M10 17.5s5.5-4.9 5.5-9A5.5 5.5 0 004.5 8.5c0 4.1 5.5 9 5.5 9zM10 10.2a1.9 1.9 0 100-3.8 1.9 1.9 0 000 3.8z',
  calendar: 'M4 5h12v11.5H4zM4 8.5h12M7 3v3M13 3v3',
  ticket: 'M3 7.2V5h14v2.2a2.8 2.8 0 000 5.6V15H3v-2.2a2.8 2.8 0 000-5.6zM12 5v2M12 9v2M12 13v2',
  warn: 'M10 3.2L17.5 16.5h-15zM10 8v4M10 14.2v.3',
  info: 'M10 3a7 7 0 100 14 7 7 0 000-14zM10 9.2v4.3M10 6.4v.3',
  bell: 'M5 14V9a5 5 0 0110 0v5l1 1.2H4zM8.5 17.2h3',
  lock: 'M5 9h10v7.5H5zM7 9V6.8a3 3 0 016 0V9',
  card: 'M3 5h14v10.5H3zM3 8.5h14M5.5 12.5h3',
  people:
    'M7.5 9.2a2.6 2.6 0 100-5.2 2.6 2.6 0 000 5.2zM2.8 16a4.7 4.7 0 019.4 0M13 9.4a2.3 2.3 0 10-1.2-4.2M14 11.6A4.4 4.4 0 0117.4 16',
  mail: 'M3 5h14v10.5H3zM3.5 5.8l6.5 5 6.5-5',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  fit: 'M4 8V4h4M16 8V4h-4M4 12v4h4M16 12v4h-4',
  forward: 'M7.5 4l6 6-6 6',
  away: 'M3 7.5a10.5 10.5 0 0114 0M5.6 10.4a6.6 6.6 0 018.8 0M10 14.4v.4M4 16.5l12-13',
  pause: 'M7 4.5v11M13 4.5v11',
} as const;

export type IconName = keyof typeof paths;

/** A 20-unit line icon; decorative, because a text label always accompanies it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }): JSX.Element {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.7"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
