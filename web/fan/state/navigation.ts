import { routeOf, type Route } from './route.js';
import { Store } from './store.js';

export const routeStore = new Store<Route>(routeOf(typeof location === 'undefined' ? '/' : location.pathname));

/** Shorter are only the names of places on a page, such as `#content`. */
const shortestCode = 16;

export function listenToHistory(): void {
  window.addEventListener('popstate', () => routeStore.set(routeOf(location.pathname)));
  // a link with a code, pasted where its page is open already, changes only the fragment, which pages read as they load
  window.addEventListener('hashchange', () => {
    if (location.hash.length > shortestCode) location.reload();
  });
}

/** Navigates without a reload, which preserves unlocked audio and in-memory state such as the pass. */
export function go(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  routeStore.set(routeOf(new URL(path, location.href).pathname));
  window.scrollTo(0, 0);
}

/** Whether a click on a link asks for nothing special, as a new tab. */
export const isPlainClick = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;

/** Link properties: a plain click navigates in the page, any other click is left to the browser. */
export function follow(path: string): { href: string; onClick: (event: MouseEvent) => void } {
  return {
    href: path,
    onClick: (event) => {
      if (!isPlainClick(event)) return;
      event.preventDefault();
      go(path);
    },
  };
}
