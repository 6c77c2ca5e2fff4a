import type { ComponentChildren, JSX } from 'preact';
import { useStore } from '../state/store.js';
import { chooseLanguage, languages, wordsStore } from '../words/index.js';
import { Announcer } from './announcer.js';
import { ThreadBar } from './thread-bar.js';
import { RopeMark } from './rope-mark.js';

/** Frame of every page: demo strip, bar, content, foot. */
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
