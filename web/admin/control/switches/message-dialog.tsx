import { Button } from '@mantine/core';
import { useState } from 'react';
import { noticeTextIn, withTimes } from '../../../../src/contract/sale/notice.js';
import type { NoticePlace } from '../../../../src/contract/sale/notice-shapes.js';
import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import { cityOfZone, formatShortDayAndTime } from '../../../shared/format/time.js';
import { call } from '../../net/api.js';
import { Dialog } from '../../ui/dialog.jsx';
import { useAction } from '../../ui/use-action.js';
import { AreaField, CheckField } from '../../ui/fields.jsx';
import { languageName } from '../../ui/languages.js';
import { Link } from '../../ui/router.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { TimeToken } from '../../ui/time-token.jsx';
import { Variants } from '../../ui/variants.jsx';
import { bodyOf, draftOf, type NoticeDraft, placeWords, withToken } from './notice-draft.js';
import { people } from '../figures/words.js';

const MOST_CHARACTERS = 500;

interface Props {
  sale: StaffSaleShape;
  live: LiveShape;
  onClose: () => void;
  onChanged: (sale: StaffSaleShape) => void;
}

/** Composes a notice to fans: where it appears, in which languages, with a preview. */
export function MessageDialog({ sale, live, onClose, onChanged }: Props) {
  const [draft, setDraft] = useState(() => draftOf(sale.notice));
  const { busy, error, run } = useAction();
  const { waiting, called, shopping, paying } = stageCounts(live);
  const counts: Record<NoticePlace, number> = { line: waiting + called, shop: shopping, checkout: paying };
  const readers = draft.to.reduce((sum, place) => sum + counts[place], 0);
  const change = (part: Partial<NoticeDraft>): void => setDraft((before) => ({ ...before, ...part }));

  const send = async (body: object): Promise<void> => {
    await run(async () => {
      onChanged(await call<StaffSaleShape>('POST', `sales/${sale.id}/notice`, body));
      onClose();
    });
  };
  return (
    <Dialog onClose={onClose} title="Message to fans" closeLabel="Close without sending">
      <div className="stack">
        <AreaField
          label="What fans read"
          why="Short and calm. Say what happened, that their place is safe, and what comes next."
          value={draft.text}
          onChange={(text) => change({ text })}
          maxLength={MOST_CHARACTERS}
          rows={3}
          data-autofocus
        />
        <details className="more">
          <summary>In other languages</summary>
          <div className="stack">
            <Variants
              written={Object.keys(draft.texts)}
              field={(language) => (
                <AreaField
                  label={languageName(language)}
                  value={draft.texts[language] ?? ''}
                  onChange={(text) => change({ texts: { ...draft.texts, [language]: text } })}
                  lang={language}
                  maxLength={MOST_CHARACTERS}
                  rows={2}
                />
              )}
            />
          </div>
        </details>
        <TimeToken timeZone={sale.show.timeZone} onAdd={(at) => change(withTokenEverywhere(draft, at))} />
        <fieldset className="field">
          <legend>Who reads it</legend>
          {(Object.keys(placeWords) as NoticePlace[]).map((place) => (
            <CheckField
              key={place}
              label={`${placeWords[place]} (${people(counts[place])})`}
              checked={draft.to.includes(place)}
              onChange={(on) => change({ to: on ? [...draft.to, place] : draft.to.filter((other) => other !== place) })}
            />
          ))}
        </fieldset>
        <p className="small">
          Whoever has bought is reached by mail: <Link href={`/admin/sales/${sale.id}/messages`}>write to buyers</Link>.
        </p>
        <Preview draft={draft} timeZone={sale.show.timeZone} />
        <RefusalNote error={error} />
        <div className="row row-end">
          {sale.notice && (
            <Button variant="subtle" color="bad" loading={busy} onClick={() => void send({ text: null })}>
              Remove
            </Button>
          )}
          <Button
            disabled={draft.text.trim() === '' || draft.to.length === 0}
            loading={busy}
            onClick={() => void send(bodyOf(draft))}
          >
            Send to {people(readers)}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

const withTokenEverywhere = ({ text, texts }: NoticeDraft, at: number): Partial<NoticeDraft> => ({
  text: withToken(text, at),
  texts: Object.fromEntries(
    Object.entries(texts).map(([language, variant]) => [language, variant === '' ? '' : withToken(variant, at)]),
  ),
});

/** Previews the notice as read at the venue and far from it. */
function Preview({ draft, timeZone }: { draft: NoticeDraft; timeZone: string }) {
  if (draft.text.trim() === '') return null;
  const far = timeZone === 'America/New_York' ? 'Europe/Berlin' : 'America/New_York';
  const written = Object.keys(draft.texts).filter((language) => draft.texts[language]?.trim());
  const readings = [
    ...['en', ...written].map((language) => ({ language, zone: timeZone })),
    ...(draft.text.includes('{time:') ? [{ language: 'en', zone: far }] : []),
  ];
  return (
    <dl className="preview readings">
      {readings.map(({ language, zone }) => (
        <div key={`${language} ${zone}`}>
          <dt className="small muted">
            {language === 'en' ? 'Read' : languageName(language)} in {cityOfZone(zone)}
          </dt>
          <dd lang={language} dir="auto">
            {withTimes(noticeTextIn(draft, language), (at) => formatShortDayAndTime(at, language, zone))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
