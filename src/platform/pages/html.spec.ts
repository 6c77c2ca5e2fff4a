import { describe, expect, it } from '@jest/globals';
import { html } from './html.js';

describe('html', () => {
  it('escapes what people wrote, in text and in attributes', () => {
    const text = `"><script>alert('x')</script>&`;
    expect(html`<p title="${text}">${text}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p>',
    );
  });

  it('takes markup, lists and nothing as they are', () => {
    const items = ['a', 'b'].map((each) => html`<li>${each}</li>`);
    expect(html`<ul>${items}${null}${false}${0}</ul>`.markup).toBe('<ul><li>a</li><li>b</li>0</ul>');
  });
});
