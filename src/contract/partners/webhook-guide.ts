/** How a receiver verifies a delivery, by language; docs/webhooks.md has the same text, and a test runs each example. */
const VERIFY_EXAMPLES: readonly (readonly [fence: string, code: string])[] = [
  [
    'js',
    `// JavaScript: npm install standardwebhooks
import { Webhook } from 'standardwebhooks';

const event = new Webhook(process.env.WEBHOOK_SECRET).verify(rawBody, request.headers);`,
  ],
  [
    'python',
    `# Python: pip install standardwebhooks
from standardwebhooks import Webhook

event = Webhook(os.environ["WEBHOOK_SECRET"]).verify(raw_body, dict(request.headers))`,
  ],
  [
    'go',
    `// Go: go get github.com/standard-webhooks/standard-webhooks/libraries
wh, err := standardwebhooks.NewWebhook(os.Getenv("WEBHOOK_SECRET"))
if err != nil {
	return err
}
if err := wh.Verify(rawBody, request.Header); err != nil {
	return err
}`,
  ],
  [
    'php',
    `// PHP: composer require standard-webhooks/standard-webhooks
$headers = array_change_key_case(getallheaders()); // the library knows lower-case names only
$event = (new \\StandardWebhooks\\Webhook(getenv('WEBHOOK_SECRET')))->verify($rawBody, $headers);`,
  ],
];

/** What a receiver has to know, as docs/webhooks.md says it. */
export const webhookTerms = {
  retries: `Answer with 2xx within 10 seconds; the body is ignored. Anything else is retried with the same id and a fresh timestamp after
5 s, 30 s, 2 min, 10 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h (each up to a fifth longer), about three days in total.
\`Retry-After\` is honoured, for the whole endpoint and up to a day.`,
  disabling: `Nothing is lost: events are still recorded for it, marked \`skipped\`, and can be replayed.`,
  versions: `New fields do not raise it: ignore unknown fields`,
  rotation: `After a rotation each older secret
still signs for 24 hours: \`webhook-signature\` then contains several signatures, of which one must match.`,
  verifying: `Verify the raw bytes before parsing, with a published library. All of them refuse a timestamp that is more than five minutes off, and accept
any of several signatures.`,
} as const;
const { retries, disabling, versions, rotation, verifying } = webhookTerms;

export const verifyExamples = VERIFY_EXAMPLES.map(([fence, code]) => `\`\`\`${fence}\n${code}\n\`\`\``);

/** The guide as Markdown, for the API page. */
export const webhookGuide = [
  'Events that are sent to the endpoints of partners and of the promoter, signed as',
  '[Standard Webhooks](https://www.standardwebhooks.com) describes. `GET /v1/partner/events` has the same events.',
  '\n\n**Order and gaps.** `sequence` defines the order; `previousSequence` names the event before, whether or not it was',
  'delivered: if it is not the last one that you have, fetch or replay what is missing.',
  `\n\n**Versions.** \`version\` is that of the payload. ${versions}.`,
  `\n\n**Retries.** ${retries}`,
  `\n\n**410, or five days of failures,** disable an endpoint. ${disabling}`,
  `\n\n**Secrets.** ${rotation}`,
  `\n\n**How to verify.** ${verifying}\n\n${verifyExamples.join('\n\n')}`,
].join(' ');
