import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { qrShape } from './qr-path.js';

/** A ticket's code, black on white in every colour scheme. */
export function TicketCode({ barcode, name }: { barcode: string; name: string }): JSX.Element {
  const qr = useMemo(() => qrShape(barcode), [barcode]);
  return (
    <svg viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={name} shape-rendering="crispEdges">
      <rect width={qr.size} height={qr.size} fill="#ffffff" />
      <path d={qr.path} fill="#000000" />
    </svg>
  );
}
