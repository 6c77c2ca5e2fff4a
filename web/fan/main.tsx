import { render } from 'preact';
import { App } from './app.js';
import { listenToHistory } from './state/navigation.js';
import { takeOrderLink } from './state/order-link.js';
import { readPageData } from './state/page-data.js';
import { serverClock } from './state/server-clock.js';
import { useOwnLanguage } from './words/index.js';
import './styles/fan.css';

const root = document.getElementById('app');
const first = readPageData().snapshot;
if (first && !first.stale) serverClock.hear(first.at);
listenToHistory();
takeOrderLink();
void useOwnLanguage().finally(() => {
  if (root) render(<App />, root);
});
