import { useCallback, useEffect, useState } from 'react';
import type { SeatMapDocument } from '../../../../src/contract/stock/seat-map-shapes.js';
import { type Change, changed, EMPTY_MAP } from './editor.state.js';
import { began, done, type History, redone, undone } from './history.js';
import { keepMap, keptMap } from './kept-map.js';
import { keptSelection, NOTHING_SELECTED, type Selection } from './selection.js';

interface State {
  history: History<SeatMapDocument>;
  selection: Selection;
}
export interface Editor {
  map: SeatMapDocument;
  selection: Selection;
  canUndo: boolean;
  canRedo: boolean;
  change: (change: Change, select?: (map: SeatMapDocument) => Partial<Selection>) => void;
  select: (selection: Selection) => void;
  undo: () => void;
  redo: () => void;
}

/** Keeps the map being drawn with its history; unsaved work survives a reload in this browser. */
export function useEditor(source: string | null, opened: SeatMapDocument | null): Editor {
  const [{ history, selection }, setState] = useState<State>(() => ({
    history: began(keptMap(source) ?? opened ?? EMPTY_MAP),
    selection: NOTHING_SELECTED,
  }));
  const isChanged = history.past.length > 0;
  useEffect(() => {
    if (isChanged) keepMap(source, history.present);
  }, [source, isChanged, history.present]);
  const travel = useCallback((move: (history: History<SeatMapDocument>) => History<SeatMapDocument>) => {
    setState((was) => {
      const next = move(was.history);
      return { history: next, selection: keptSelection(next.present, was.selection) };
    });
  }, []);
  return {
    map: history.present,
    selection,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change: useCallback((change, select) => {
      setState((was) => {
        const next = done(was.history, changed(was.history.present, change));
        const wanted = { ...was.selection, ...select?.(next.present) };
        return { history: next, selection: keptSelection(next.present, wanted) };
      });
    }, []),
    select: useCallback((next) => setState((was) => ({ ...was, selection: next })), []),
    undo: useCallback(() => travel(undone), [travel]),
    redo: useCallback(() => travel(redone), [travel]),
  };
}
