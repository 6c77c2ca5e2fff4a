import type { FaultSettings } from '../faults/faults.rules.js';
import type { SimulatorState } from '../state.js';
import { html, type Markup } from './html.js';
import { page } from './layout.js';
import { formatAmount } from './money.js';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly kind: 'share' | 'milliseconds' | 'number' | 'check';
  readonly value: number | boolean | undefined;
}

/** Renders the simulator's whole state, with the faults as a form. */
export function controlPage(state: SimulatorState, complaint: string | null = null): string {
  const body = html`<h1>Stripe simulator</h1>
<p class="muted">Payments, charges and events in memory; everything is gone when the program ends. <a href="/_simulator">Refresh</a></p>
<div class="grid">
${figures(
  'Payments',
  Object.entries(state.intents).filter(([, count]) => count > 0),
)}
${figures('Money objects', Object.entries(state.objects))}
${figures('Webhooks', Object.entries(state.webhooks))}
</div>
<section class="card"><h2>Faults</h2>${complaint === null ? null : html`<p class="state bad" role="alert">✕ ${complaint}</p>`}
<p class="muted">${hasFaults(state.faults) ? 'On now. ' : 'None are on. '}Shares are from 0 to 1, and an empty field is off. Declines meet the payment form too; everything else only the API and its webhooks.</p>
<form method="post" action="/_simulator/faults"><div class="fields">${fieldsOf(state.faults).map(input)}</div>
<div class="actions"><button>Apply</button><button class="quiet" name="clear" value="1">Clear all</button></div></form></section>
<section class="card"><h2>Lost webhooks</h2><p>${state.webhooks.undelivered} waiting to be sent again: dropped by a fault, or refused until the last attempt.</p>
<form method="post" action="/_simulator/webhooks/redeliver"><button class="quiet">Redeliver</button></form></section>
${newest(state)}`;
  return page('Stripe simulator', body, 'wide');
}

function figures(title: string, entries: readonly (readonly [string, number])[]): Markup {
  const rows = entries.map(([name, count]) => html`<dt>${name.replaceAll('_', ' ')}</dt><dd>${count}</dd>`);
  const list = rows.length > 0 ? html`<dl>${rows}</dl>` : html`<p class="muted">None yet.</p>`;
  return html`<section class="card"><h2>${title}</h2>${list}</section>`;
}

function newest(state: SimulatorState): Markup | null {
  if (state.newest.length === 0) return null;
  const rows = state.newest.map(
    (intent) =>
      html`<tr><td>${intent.id}</td><td>${formatAmount(intent.amount, intent.currency)}</td><td>${intent.status.replaceAll('_', ' ')}</td></tr>`,
  );
  return html`<section class="card"><h2>Newest payments</h2><div class="scroll" tabindex="0" role="region" aria-label="Newest payments"><table><thead><tr><th scope="col">Payment</th><th scope="col">Amount</th><th scope="col">Status</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function fieldsOf(faults: FaultSettings): Field[] {
  const { webhooks } = faults;
  return [
    { name: 'latencyFrom', label: 'Latency from (ms)', kind: 'milliseconds', value: faults.latencyMs?.[0] },
    { name: 'latencyTo', label: 'Latency to (ms)', kind: 'milliseconds', value: faults.latencyMs?.[1] },
    { name: 'decline', label: 'Payments declined', kind: 'share', value: faults.decline },
    { name: 'serverError', label: 'Server errors (500)', kind: 'share', value: faults.serverError },
    { name: 'lostAnswer', label: 'Done, answer lost', kind: 'share', value: faults.lostAnswer },
    { name: 'rateLimitPerSecond', label: 'Calls allowed a second', kind: 'number', value: faults.rateLimitPerSecond },
    { name: 'drop', label: 'Webhooks dropped', kind: 'share', value: webhooks?.drop },
    { name: 'duplicate', label: 'Webhooks doubled', kind: 'share', value: webhooks?.duplicate },
    { name: 'delayFrom', label: 'Webhook delay from (ms)', kind: 'milliseconds', value: webhooks?.delayMs?.[0] },
    { name: 'delayTo', label: 'Webhook delay to (ms)', kind: 'milliseconds', value: webhooks?.delayMs?.[1] },
    { name: 'seed', label: 'Seed', kind: 'number', value: faults.seed },
    { name: 'reorder', label: 'Webhooks out of order', kind: 'check', value: webhooks?.reorder },
    { name: 'down', label: 'Down: every call is cut', kind: 'check', value: faults.down },
  ];
}

const LIMITS = {
  share: html` min="0" max="1" step="any"`,
  milliseconds: html` min="0" step="1"`,
  number: html` step="any"`,
} as const;

function input({ name, label, kind, value }: Field): Markup {
  if (kind === 'check') {
    const checked = value === true ? html` checked` : null;
    return html`<label class="check"><input type="checkbox" name="${name}" value="1"${checked}> ${label}</label>`;
  }
  const filled = typeof value === 'number' ? value : '';
  return html`<label>${label}<input type="number" name="${name}" value="${filled}"${LIMITS[kind]}></label>`;
}

function hasFaults(faults: FaultSettings): boolean {
  return Object.keys(faults).length > 0;
}
