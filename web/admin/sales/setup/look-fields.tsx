import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { PictureShape } from '../../../../src/contract/sale/branding-shapes.js';
import { call } from '../../net/api.js';
import { type FieldErrors, TextField } from '../../ui/fields.jsx';
import { Icon } from '../../ui/icons.jsx';
import { RefusalNote } from '../../ui/refusal.jsx';
import { colourOf, type LookDraft, pictureUrl, type SellerDraft, shownAccents } from './look-draft.js';
import { type PictureKind, shrunkPicture } from './shrink-picture.js';

interface LookPart {
  draft: LookDraft;
  errors: FieldErrors;
  change: (changes: Partial<LookDraft>) => void;
}

/** Who sells the tickets, and in whose colours. */
export function LookFields(part: LookPart) {
  const { draft, errors, change } = part;
  const brand = (changes: Partial<LookDraft['branding']>): void =>
    change({ branding: { ...draft.branding, ...changes } });
  return (
    <>
      <div className="field-row">
        <PictureField
          kind="picture"
          label="Picture"
          why="Wide, of the artist or the show. Shown at the top of the sale’s pages."
          value={draft.branding.pictureId}
          error={errors.get('branding.pictureId')}
          onChange={(pictureId) => brand({ pictureId })}
        />
        <PictureField
          kind="logo"
          label="Logo"
          why="On a transparent ground: it is shown in the light and in the dark."
          value={draft.branding.logoId}
          error={errors.get('branding.logoId')}
          onChange={(logoId) => brand({ logoId })}
        />
      </div>
      <AccentField
        value={draft.branding.accent}
        error={errors.get('branding.accent')}
        onChange={(accent) => brand({ accent })}
      />
      <SellerFields {...part} />
    </>
  );
}

const why = 'On every page of the sale. Most countries require that it is named.';

function SellerFields({ draft, errors, change }: LookPart) {
  const { seller } = draft;
  const bind = (field: keyof SellerDraft) => ({
    value: seller[field],
    error: errors.get(`seller.${field}`),
    onChange: (value: string) => change({ seller: { ...seller, [field]: value } }),
  });
  return (
    <>
      <div className="field-row">
        <TextField label="Seller" why={why} maxLength={120} {...bind('name')} />
        <TextField label="Its address" why="Street and city, in one line." maxLength={200} {...bind('address')} />
        <TextField
          label="E-mail for fans"
          type="email"
          why="Where they ask for help."
          maxLength={254}
          {...bind('email')}
        />
      </div>
      <TextField
        label="When money is given back"
        why="One sentence, on every page of the sale."
        maxLength={500}
        {...bind('refundRule')}
      />
      <div className="field-row">
        <TextField label="Terms" type="url" placeholder="https://" maxLength={500} {...bind('termsUrl')} />
        <TextField label="Privacy" type="url" placeholder="https://" maxLength={500} {...bind('privacyUrl')} />
        <TextField label="Help" type="url" placeholder="https://" maxLength={500} {...bind('helpUrl')} />
      </div>
    </>
  );
}

interface PictureProps {
  kind: PictureKind;
  label: string;
  why: string;
  value: string;
  error: string | undefined;
  onChange: (id: string) => void;
}

/** Uploads at once and keeps the id; the picture reaches fans when the form is saved. */
function PictureField({ kind, label, why: reason, value, error, onChange }: PictureProps) {
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [unread, setUnread] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const take = async (file: File): Promise<void> => {
    setBusy(true);
    setUnread(false);
    setRefusal(null);
    try {
      const data = await shrunkPicture(file, kind).catch(() => null);
      if (data === null) return setUnread(true);
      onChange((await call<PictureShape>('POST', 'pictures', { data })).id);
    } catch (thrown) {
      setRefusal(thrown);
    } finally {
      setBusy(false);
    }
  };
  const message = unread ? 'This is not a picture that browsers can show: choose a PNG, JPEG, WebP or AVIF.' : error;
  return (
    <div className="field picture-field">
      <label htmlFor={id}>{label}</label>
      <p className="field-why" id={`${id}-why`}>
        {reason}
      </p>
      {value !== '' && <img className={`shown-${kind}`} src={pictureUrl(value)} alt={`The ${kind} as uploaded`} />}
      <div className="row">
        <input
          id={id}
          type="file"
          accept="image/png,image/jpeg,image/webp,image/avif"
          aria-describedby={message ? `${id}-why ${id}-error` : `${id}-why`}
          {...(message ? { 'aria-invalid': true } : {})}
          disabled={busy}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void take(file);
            currentTarget.value = '';
          }}
        />
        {value !== '' && (
          <Button variant="default" onClick={() => onChange('')}>
            Remove the {kind}
          </Button>
        )}
      </div>
      {busy && (
        <p className="field-why" role="status">
          Uploading…
        </p>
      )}
      {message && (
        <p className="field-error" id={`${id}-error`}>
          <Icon name="warn" size={16} /> {message}
        </p>
      )}
      <RefusalNote error={refusal} />
    </div>
  );
}

const schemeWords = { light: 'By day', dark: 'By night' } as const;

/** The colour of buttons, with how it is shown by day and by night, and whether it had to be corrected. */
function AccentField({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const shown = shownAccents(value);
  return (
    <div className="accent-field">
      <TextField
        label="Colour of buttons"
        why="As #rrggbb. Empty: Ropeline’s red."
        placeholder="#8c1d40"
        spellCheck={false}
        maxLength={7}
        value={value}
        error={error}
        onChange={onChange}
      />
      <label className="colour-well">
        <span className="hidden-words">Choose a colour</span>
        <input
          type="color"
          value={colourOf(value) ?? '#8c1d40'}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </label>
      {shown.map(({ scheme, accent }) => (
        <figure key={scheme} className={`accent-sample accent-${scheme}`}>
          <span style={{ background: accent.colour, color: accent.on }}>Join the line</span>
          <figcaption>
            {schemeWords[scheme]}:{' '}
            {accent.corrected ? `${accent.colour}, because yours could not be read` : 'as you chose it'}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}
