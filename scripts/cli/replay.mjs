import { ask } from './api.mjs';

/** Replays an endpoint's messages. */
export async function replay({ from, to, message, missed }, [endpointId]) {
  if (!/^whe_[0-9a-z]+$/.test(endpointId ?? '')) throw new Error('Specify the endpoint: ropeline replay whe_…');
  const { messages } = await ask(`webhook-endpoints/${endpointId}/replay`, bodyOf({ from, to, message, missed }));
  console.log(`${messages} ${messages === 1 ? 'message' : 'messages'} will be sent again.`);
}

function bodyOf({ from, to, message, missed }) {
  if (message !== undefined) return { messageId: message };
  if (missed) return { missed: true };
  if (from === undefined) throw new Error('Specify what to replay: --from <sequence>, --message evt_… or --missed.');
  return { from: Number(from), ...(to === undefined ? {} : { to: Number(to) }) };
}
