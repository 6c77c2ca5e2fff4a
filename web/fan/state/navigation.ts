import { routeOf, type Route } from './route.js';
import { Store } from './store.js';

export const routeStore = new Store<Route>(routeOf(location.pathname));

export function listenToHistory(): void {
  window.addEventListener('popstate', () => routeStore.set(routeOf(location.pathname)));
}

/** Another page without a reload: what a press has unlocked (sound) and what is in memory (the pass) stays. */
export function go(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  routeStore.set(routeOf(new URL(path, location.href).pathname));
  window.scrollTo(0, 0);
}

/** For links: a plain click stays on the page, anything else is the browser's. */
export function follow(path: string): { href: string; onClick: (event: MouseEvent) => void } {
  return {
    href: path,
    onClick: (event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(path);
    },
  };
}
