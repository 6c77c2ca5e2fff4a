import type { FanLanguage } from '../../contract/languages.js';
import type { PushMessage } from '../../contract/line/push-shapes.js';
import { wordsIn } from '../../words/all.js';
import type { PushKind } from './push.rules.js';

/** Builds the message that the fan's device shows. @param keptMinutes how long a missed turn can still be taken */
export function pushMessage(
  kind: PushKind,
  { language, show, slug }: { language: FanLanguage; show: string; slug: string },
  keptMinutes: number,
): PushMessage {
  const { line, server } = wordsIn(language);
  const title = kind === 'nearly' ? server.turn.nearlyTitle : line.turnTitle;
  return {
    kind,
    title: `${title} · ${show}`,
    body: kind === 'nearly' ? server.turn.nearlyText : server.turn.text(keptMinutes),
    path: `/s/${slug}/line`,
  };
}
