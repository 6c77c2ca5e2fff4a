import { html, Markup } from './html.js';

const STYLE = new Markup(`
:root{color-scheme:light dark;--paper:#FBF7F2;--card:#FFFFFF;--ink:#221A24;--muted:#665C69;--line:#E4DBD2;--velvet:#8C1D40;--on-velvet:#FFFFFF;--brass:#8A6212;--ok:#1F6B4A;--warn:#8A4B00;--bad:#B3261E}
@media (prefers-color-scheme:dark){:root{--paper:#17121A;--card:#211A25;--ink:#F4EDE6;--muted:#B5A9B4;--line:#3A3040;--velvet:#F08BA6;--on-velvet:#2A0B16;--brass:#E2B65A;--ok:#6FCF9F;--warn:#F0B060;--bad:#FF9A90}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:36em;margin:0 auto;padding:16px}
main.wide{max-width:60em}
h1{font-size:28px;line-height:1.2;margin:0 0 4px}
h2{font-size:20px;margin:0 0 12px}
p{margin:0 0 12px}
a{color:var(--velvet)}
.demo{display:flex;gap:8px;align-items:baseline;border-bottom:1px solid var(--line);padding:12px 16px;color:var(--muted);font-size:14px}
.demo b{color:var(--warn);border:1px solid currentColor;border-radius:4px;padding:0 6px;letter-spacing:.06em}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px;margin:16px 0;box-shadow:0 2px 12px rgb(34 26 36/.06)}
.amount{font-size:44px;line-height:1.1;font-weight:650;color:var(--brass);font-variant-numeric:tabular-nums;overflow-wrap:anywhere;margin:0 0 16px}
.muted{color:var(--muted);font-size:14px}
.state{border-left:4px solid currentColor;padding:8px 12px;margin:0 0 16px;font-weight:600}
.ok{color:var(--ok)}.bad{color:var(--bad)}.warn{color:var(--warn)}
fieldset{border:0;margin:0;padding:0;min-width:0}
legend{padding:0;margin-bottom:8px;font-weight:600}
.choice{display:flex;gap:12px;align-items:center;min-height:56px;padding:8px 12px;border:1px solid var(--line);border-radius:12px;margin-bottom:8px;cursor:pointer}
.choice:has(:checked){border-color:var(--velvet);box-shadow:inset 0 0 0 1px var(--velvet)}
.choice input{width:20px;height:20px;accent-color:var(--velvet);flex:none}
.choice small{display:block;color:var(--muted);font-size:14px}
.choice code{margin-left:auto;color:var(--muted);font-size:14px;white-space:nowrap}
button,.button{display:block;width:100%;min-height:48px;padding:12px 16px;border:1px solid var(--velvet);border-radius:12px;background:var(--velvet);color:var(--on-velvet);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button.quiet,.button.quiet{background:transparent;color:var(--velvet)}
button+button{margin-top:12px}
fieldset+button{margin-top:16px}
:focus-visible{outline:3px solid var(--velvet);outline-offset:2px}
.grid{display:grid;gap:16px;margin:16px 0}.grid .card{margin:0}
@media (min-width:640px){.grid{grid-template-columns:repeat(auto-fit,minmax(15em,1fr))}.actions{display:flex;gap:12px}.actions>*{margin:0!important}}
dl{display:grid;grid-template-columns:1fr auto;gap:4px 16px;margin:0}
dt{color:var(--muted)}
dd{margin:0;text-align:right;font-variant-numeric:tabular-nums;font-weight:600}
.fields{display:grid;gap:12px;grid-template-columns:repeat(auto-fill,minmax(13em,1fr));margin-bottom:16px}
.fields label{font-size:14px;color:var(--muted)}
.fields input[type=number]{display:block;width:100%;min-height:48px;padding:8px 12px;border:1px solid var(--muted);border-radius:8px;background:var(--paper);color:var(--ink);font:inherit}
.fields .check{display:flex;gap:8px;align-items:center;min-height:48px;align-self:end}
.fields .check input{width:20px;height:20px;accent-color:var(--velvet)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:8px 12px 8px 0;border-bottom:1px solid var(--line);white-space:nowrap}
`);

/** Renders a complete page; every page states that no real money moves here. */
export function page(title: string, body: Markup, width: 'narrow' | 'wide' = 'narrow'): string {
  const document = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${title} · DEMO</title><style>${STYLE}</style></head>
<body><header class="demo"><b>DEMO</b><span>Stripe simulator. No real money moves here.</span></header>
<main class="${width}">${body}</main></body>
</html>
`;
  return document.text;
}

/**
 * Headers of every page: no external content, never framed, never cached, no referrer (addresses contain secrets). A
 * form may redirect to the shop, so its origin is allowed as a target.
 */
export function pageHeaders(shopOrigin: string | null = null): Record<string, string> {
  const targets = ["'self'", ...(shopOrigin === null ? [] : [shopOrigin])].join(' ');
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'private, no-store',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${targets}; frame-ancestors 'none'; base-uri 'none'`,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
