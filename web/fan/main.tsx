import { render } from 'preact';
import { App } from './app.js';
import { loadPage } from './lazy-pages.js';
import { listenToHistory, routeStore } from './state/navigation.js';
import { followContrast } from './state/contrast.js';
import { setPageLoader } from './state/prefetch.js';
import { takeOrderLink } from './state/order-link.js';
import { loadRefusals, useOwnLanguage } from './words/index.js';
import './styles/fan.css';

const root = document.getElementById('app');
listenToHistory();
followContrast();
setPageLoader(loadPage);
takeOrderLink();
void Promise.all([useOwnLanguage(), loadPage(routeStore.get().page)]).finally(() => {
  if (root) render(<App />, root);
  void loadRefusals();
});
