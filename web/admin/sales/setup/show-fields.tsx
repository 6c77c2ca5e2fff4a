import { cityOfZone, formatDayAndTime } from '../../../shared/format/time.js';
import { SelectField, TextField } from '../../ui/fields.jsx';
import type { FormPart } from './form-part.js';
import { bindText } from './form-part.js';
import { instantsOf, knownZones } from './zone-time.js';

/** Name, venue and time of the show. */
export function ShowFields(part: FormPart) {
  const { draft, change } = part;
  const city = cityOfZone(draft.timeZone);
  return (
    <fieldset className="card stack">
      <legend>1. The show</legend>
      <TextField
        label="Name of the sale"
        why="For you and on the tickets: “Presale”, “General sale”. The show is the headline."
        maxLength={120}
        required
        {...bindText(part, 'name')}
      />
      <div className="field-row">
        <TextField
          label="Show"
          why="What fans read first."
          placeholder="Artist, match or play"
          maxLength={120}
          required
          {...bindText(part, 'show')}
        />
        <TextField
          label="Venue"
          why="House and city."
          placeholder="Harbour Arena, Hamburg"
          maxLength={120}
          required
          {...bindText(part, 'venue')}
        />
      </div>
      <div className="field-row">
        <SelectField
          label="Time zone"
          why="All times here are on the venue’s clocks. Fans elsewhere see theirs beside it."
          value={draft.timeZone}
          options={knownZones(draft.timeZone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          onChange={(timeZone) => change({ timeZone })}
          error={part.errors.get('timeZone')}
        />
        <TextField
          type="datetime-local"
          label="Show begins"
          why={said(draft.startsAt, draft.timeZone) ?? `On the clocks of ${city}.`}
          required
          {...bindText(part, 'startsAt')}
        />
      </div>
    </fieldset>
  );
}

/** When the waiting room opens, when the sale opens, and when it closes. */
export function TimeFields(part: FormPart) {
  const { draft } = part;
  const city = cityOfZone(draft.timeZone);
  return (
    <fieldset className="card stack">
      <legend>2. The times</legend>
      <div className="field-row">
        <TextField
          type="datetime-local"
          label="Waiting room opens"
          why="Half an hour before is usual. Coming early brings nothing."
          required
          {...bindText(part, 'prequeueAt')}
        />
        <TextField
          type="datetime-local"
          label="Sale opens"
          why="Everybody who is there by then is drawn in random order."
          required
          {...bindText(part, 'opensAt')}
        />
        <TextField
          type="datetime-local"
          label="Closes by itself"
          why="Empty: when you close it."
          {...bindText(part, 'closesAt')}
        />
      </div>
      <p className="field-why">
        {said(draft.opensAt, draft.timeZone)
          ? `It opens on ${said(draft.opensAt, draft.timeZone)}.`
          : `On the clocks of ${city}.`}
      </p>
    </fieldset>
  );
}

/** "Saturday, 6 December 2026 at 20:00 in Berlin"; null while unreadable. */
function said(local: string, timeZone: string): string | null {
  const [at] = instantsOf(local, timeZone);
  return at === undefined ? null : `${formatDayAndTime(at, 'en-GB', timeZone)} in ${cityOfZone(timeZone)}`;
}
