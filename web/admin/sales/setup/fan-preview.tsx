import { useEffect, useRef, useState } from 'react';
import type { SaleState } from '../../../../src/contract/sale/sale-shapes.js';
import { previewOf } from './preview-sale.js';
import type { SaleDraft } from './sale-draft.js';

const moments: readonly { value: SaleState; label: string }[] = [
  { value: 'scheduled', label: 'Announced' },
  { value: 'prequeue', label: 'Waiting room' },
  { value: 'on_sale', label: 'On sale' },
];

/** Renders the real fan page in a frame, fed with the draft, so that the preview matches what fans get. */
export function FanPreview({ draft }: { draft: SaleDraft }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [state, setState] = useState<SaleState>('prequeue');
  const [ready, setReady] = useState(0);
  useEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent<unknown>): void => {
      if (source === frame.current?.contentWindow && origin === location.origin && data === 'ropeline:preview-ready')
        setReady((n) => n + 1);
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, []);
  useEffect(() => {
    if (ready === 0) return;
    const sale = previewOf(draft, state);
    frame.current?.contentWindow?.postMessage({ kind: 'ropeline:preview', sale }, location.origin);
  }, [draft, state, ready]);
  return (
    <aside className="fan-preview" aria-label="What fans will see">
      <div className="preview-head">
        <h2>What fans will see</h2>
        <div className="tabs" role="group" aria-label="At which moment">
          {moments.map(({ value, label }) => (
            <button key={value} type="button" aria-pressed={value === state} onClick={() => setState(value)}>
              {label}
            </button>
          ))}
        </div>
      </div>
      <div className="phone">
        <iframe ref={frame} src="/admin/preview" title="The sale page on a phone" tabIndex={-1} />
      </div>
    </aside>
  );
}
