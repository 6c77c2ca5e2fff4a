import type { ReactNode } from 'react';

const shapes: Record<string, ReactNode> = {
  check: <path d="M4 10.5 8 14.5 16 5.5" />,
  warn: <path d="M10 3 18 17H2ZM10 8v4M10 14.6v.2" />,
  pause: <path d="M7 4v12M13 4v12" />,
  play: <path d="M6 4 16 10 6 16Z" />,
  stop: <path d="M5 5h10v10H5Z" />,
  clock: <path d="M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15ZM10 6v4.4l3 1.8" />,
  pen: <path d="M4 16l1-4 8-8 3 3-8 8Z" />,
  gauge: <path d="M3 15a7.5 7.5 0 1 1 14 0M10 12l3.5-5" />,
  speech: <path d="M3 4h14v9H9l-4 3.5V13H3Z" />,
  people: (
    <path d="M7.5 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2 17c0-4 2-6 5.5-6s5.5 2 5.5 6M13 3.4a3 3 0 0 1 0 5.2M15 11.5c2 .8 3 2.6 3 5.5" />
  ),
  ticket: <path d="M2.5 5.5h15v3a1.5 1.5 0 0 0 0 3v3h-15v-3a1.5 1.5 0 0 0 0-3ZM12 5.5v9" />,
  camera: <path d="M3 6h3l1.5-2h5L14 6h3v10H3ZM10 8a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z" />,
  gone: <path d="M4 4l12 12M16 4 4 16" />,
  link: <path d="M8 4H4v12h12v-4M11 3h6v6M17 3l-8 8" />,
};
export type IconName =
  | 'check'
  | 'warn'
  | 'pause'
  | 'play'
  | 'stop'
  | 'clock'
  | 'pen'
  | 'gauge'
  | 'speech'
  | 'people'
  | 'ticket'
  | 'camera'
  | 'gone'
  | 'link';

/** Decorative: always accompanied by text. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}
