/** Exceeds the longest long poll of the event list. */
const TIMEOUT_MS = 35_000;

/** Calls the partner API. Throws with the server's message when refused. */
export async function ask(path, body) {
  const { ROPELINE_URL: base, ROPELINE_API_KEY: key } = process.env;
  if (!base || !key) throw new Error('Set ROPELINE_URL and ROPELINE_API_KEY.');
  const answer = await fetch(new URL(`/v1/partner/${path}`, base), {
    method: body === undefined ? 'GET' : 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  throw new Error(`${answer.status}: ${textOf(text)}`);
}

function textOf(text) {
  try {
    const { code, title, detail } = JSON.parse(text);
    return `${code}: ${detail ?? title}`;
  } catch {
    return text.slice(0, 200);
  }
}
