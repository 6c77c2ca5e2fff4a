import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Icon } from '../ui/icons.jsx';

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => Detector;
  }
}

const LOOK_EVERY_MS = 150;
/** Enough for a code that fills a third of the frame; more only costs battery. */
const WIDEST = 720;

type Read = (video: HTMLVideoElement) => Promise<string | null>;

/** Uses the browser's own barcode reader, else loads one on demand. */
async function makeReader(): Promise<Read> {
  if (window.BarcodeDetector) {
    const detector = new window.BarcodeDetector({ formats: ['qr_code'] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: jsQR } = await import('jsqr');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (video) => {
    const scale = Math.min(1, WIDEST / Math.max(1, video.videoWidth));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    if (!context || canvas.width === 0) return Promise.resolve(null);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return Promise.resolve(jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? null);
  };
}

/** Scans codes with the phone's camera. Off by default: it costs battery and needs permission. */
export function Camera({ onCode }: { onCode: (code: string) => void }) {
  const [on, setOn] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef(onCode);
  tell.current = onCode;
  useEffect(() => {
    const view = video.current;
    if (!on || !view) return;
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setTimeout> | null = null;
    let over = false;
    const start = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (over) return stream.getTracks().forEach((track) => track.stop());
      view.srcObject = stream;
      await view.play();
      const read = await makeReader();
      const look = async (): Promise<void> => {
        const code = await read(view).catch(() => null);
        if (over) return;
        if (code !== null) tell.current(code);
        timer = setTimeout(() => void look(), LOOK_EVERY_MS);
      };
      await look();
    };
    start().catch(() => {
      if (over) return;
      setTrouble('The camera cannot be used: allow it in the browser, or type the code below.');
      setOn(false);
    });
    return () => {
      over = true;
      if (timer !== null) clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, [on]);
  return (
    <div className="camera">
      {on && <video ref={video} muted playsInline aria-label="What the camera sees" />}
      {trouble !== null && (
        <p className="note note-bad" role="alert">
          {trouble}
        </p>
      )}
      <Button
        size="lg"
        fullWidth
        variant={on ? 'default' : 'filled'}
        leftSection={<Icon name="camera" />}
        onClick={() => {
          setTrouble(null);
          setOn(!on);
        }}
      >
        {on ? 'Camera off' : 'Scan with the camera'}
      </Button>
    </div>
  );
}
