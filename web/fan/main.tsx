import { render } from 'preact';
import { App } from './app.js';
import { loadPage } from './lazy-pages.js';
import { listenToHistory, routeStore } from './state/navigation.js';
import { setPageLoader } from './state/prefetch.js';
import { takeOrderLink } from './state/order-link.js';
import { loadRefusals, useOwnLanguage } from './words/index.js';
import './styles/fan.css';

const root = document.getElementById('app');
listenToHistory();
// as built, the server links them for the readers who ask for them
if (import.meta.env.DEV) void import('./styles/contrast.css');
setPageLoader(loadPage);
takeOrderLink();
void Promise.all([useOwnLanguage(), loadPage(routeStore.get().page)]).finally(() => {
  if (root) render(<App />, root);
  void loadRefusals();
});
