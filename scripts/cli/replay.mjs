import { ask } from './api.mjs';

/** Replays an endpoint's messages. */
export async function replay({ from, to, message, missed }, [endpointId]) {
  if (!/^whe_[0-9a-z]+$/.test(endpointId ?? '')) throw new Error('Specify the endpoint: ropeline replay whe_…');
  let sent = 0;
  for (let body = bodyOf({ from, to, message, missed }); body !== null; ) {
    const { messages, next } = await ask(`webhook-endpoints/${endpointId}/replay`, body);
    sent += messages;
    // a call replays 10,000 at most
    if (next === null) body = null;
    else if (body.from !== undefined) body = { ...body, from: next };
  }
  console.log(`${sent} ${sent === 1 ? 'message' : 'messages'} will be sent again.`);
}

function sequenceOf(name, text) {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a sequence number, such as 21.`);
}

function bodyOf({ from, to, message, missed }) {
  if (message !== undefined) return { messageId: message };
  if (missed) return { missed: true };
  if (from === undefined) throw new Error('Specify what to replay: --from <sequence>, --message evt_… or --missed.');
  return { from: sequenceOf('from', from), ...(to === undefined ? {} : { to: sequenceOf('to', to) }) };
}
