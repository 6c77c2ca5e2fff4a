import type { Route } from './route.js';

type Load = (page: Route['page']) => Promise<void>;

let load: Load = () => Promise.resolve();

/** Injected at start-up, so that pages do not import each other's chunks. */
export function setPageLoader(loader: Load): void {
  load = loader;
}

/** Prefetches the next page's chunk. */
export function prefetchPage(page: Route['page']): void {
  void load(page);
}
