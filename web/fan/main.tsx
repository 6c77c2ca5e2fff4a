import { render } from 'preact';
import { App } from './app.js';
import { listenToHistory } from './state/navigation.js';
import { takeOrderLink } from './state/order-link.js';
import { useOwnLanguage } from './words/index.js';
import './styles/fan.css';

const root = document.getElementById('app');
listenToHistory();
takeOrderLink();
void useOwnLanguage().finally(() => {
  if (root) render(<App />, root);
});
