import type { Route } from './route.js';

type Load = (page: Route['page']) => Promise<void>;

let load: Load = () => Promise.resolve();

/** Pages do not know each other's files: whoever starts the application tells how they are had. */
export function setPageLoader(loader: Load): void {
  load = loader;
}

/** The next page's file, while the fan is still on this one. */
export function prefetchPage(page: Route['page']): void {
  void load(page);
}
