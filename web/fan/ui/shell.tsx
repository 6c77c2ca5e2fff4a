import type { ComponentChildren, JSX } from 'preact';
import { useStore } from '../state/store.js';
import { chooseLanguage, languages, wordsStore } from '../words/index.js';
import { orderBox } from '../state/boxes.js';
import { routeStore } from '../state/navigation.js';
import { Lazy } from './lazy.js';
import { Announcer } from './announcer.js';
import { ThreadBar } from './thread-bar.js';
import { RopeMark } from './rope-mark.js';

// a separate chunk: it loads after the page
const loadSeller = () => import('./seller-note.js').then((module) => module.SellerNote);

/** Names the seller on every page of a sale; rendered last because few fans read it. */
function SellerFoot(): JSX.Element | null {
  const route = useStore(routeStore);
  const orderId = route.page === 'order' ? route.id : null;
  const slug = 'slug' in route ? route.slug : orderId && (orderBox.get(orderId)?.slug ?? null);
  return slug ? <Lazy load={loadSeller} props={{ slug, orderId }} quiet /> : null;
}

/** Frame of every page: demo strip, header, content, footer. */
export function Shell({ demo, children }: { demo: boolean; children: ComponentChildren }): JSX.Element {
  const words = useStore(wordsStore);
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {words.common.skip}
      </a>
      <header>
        {demo && <p class="demo-strip">{words.common.demoLine}</p>}
        <div class="bar">
          <a class="bar-home" href="/">
            <RopeMark />
            <span>Ropeline</span>
          </a>
        </div>
        <ThreadBar />
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <SellerFoot />
      <footer class="foot">
        <a href="/verify">{words.common.verifier}</a>
        {languages.length > 1 && (
          <label class="foot-language">
            <span class="unseen">{words.common.language}</span>
            <select value={words.code} onChange={(event) => void chooseLanguage(event.currentTarget.value)}>
              {languages.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </footer>
      <Announcer />
    </div>
  );
}
