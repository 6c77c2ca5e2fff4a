import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import type { HousePlan, SeatMapShape, SeatMapSummary } from '../../../src/contract/stock/seat-map-shapes.js';
import type { MapModel } from '../../shared/seat-map/map-model.js';
import { SeatCanvas, ZOOM_STEP } from '../../shared/seat-map/seat-canvas.js';
import { call } from '../net/api.js';
import { RefusalNote } from '../ui/refusal.jsx';
import { seatsOf } from './preview-model.js';

const nobody: ReadonlySet<string> = new Set();
const words = {
  stage: 'Stage',
  row: (label: string) => `Row ${label}`,
  levels: { plenty: '', low: '', gone: '' },
};

/** Previews the map with the fan page's own renderer; zones stand in for prices. */
export function MapPreview({ map }: { map: SeatMapSummary }) {
  const forever = { staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000 };
  const plan = useQuery({
    queryKey: ['seat-map-plan', map.id],
    queryFn: ({ signal }) => call<HousePlan>('GET', `seat-maps/${map.id}/plan`, undefined, signal),
    ...forever,
  });
  const document = useQuery({
    queryKey: ['seat-map', map.id],
    queryFn: ({ signal }) => call<SeatMapShape>('GET', `seat-maps/${map.id}`, undefined, signal),
    ...forever,
  });
  const model = useMemo((): MapModel | null => {
    if (!plan.data) return null;
    const zones = map.zones.length > 0 ? map.zones : [{ key: '', label: '' }];
    return {
      plan: plan.data,
      seats: document.data ? seatsOf(document.data.seatMap) : new Map(),
      ...{ chosen: nobody, levels: new Map(), words },
      tiers: new Map(zones.map(({ key, label }, rank) => [key, { rank, price: label }])),
    };
  }, [plan.data, document.data, map.zones]);
  if (!model) return plan.error ? <RefusalNote error={plan.error} /> : <p className="muted">Drawing the house…</p>;
  return <Canvas model={model} name={map.name} />;
}

function Canvas({ model, name }: { model: MapModel; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<SeatCanvas | null>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const map = new SeatCanvas(canvas.current, model, { onNeed: () => undefined, onPick: () => undefined });
    drawn.current = map;
    return () => map.stop();
  }, []);
  useEffect(() => drawn.current?.update(model), [model]);
  return (
    <div className="stack">
      <canvas
        ref={canvas}
        className="preview-map"
        tabIndex={0}
        role="application"
        aria-label={`Preview of ${name}. Arrow keys move it, plus and minus zoom.`}
      />
      <div className="row row-end">
        <Button variant="default" onClick={() => drawn.current?.zoom(ZOOM_STEP)}>
          Larger
        </Button>
        <Button variant="default" onClick={() => drawn.current?.zoom(1 / ZOOM_STEP)}>
          Smaller
        </Button>
        <Button variant="default" onClick={() => drawn.current?.fit()}>
          Whole house
        </Button>
      </div>
    </div>
  );
}
