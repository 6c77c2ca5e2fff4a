import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { BrandingShape, PictureShape } from '../../contract/sale/branding-shapes.js';
import type { FieldError } from '../../contract/errors.js';
import type { BrandingInput } from '../catalogue/input/branding-input.types.js';
import { withoutMetadata } from './picture-metadata.rules.js';
import { pictureError, PICTURE_ID, pictureUrl, readPicture } from './picture.rules.js';
import { PicturesRepository } from './pictures.repository.js';
import { BoundedMap } from '../../platform/cache/bounded-map.js';

export interface PictureFile {
  type: string;
  bytes: Buffer;
}

/** Up to 32 MiB: the pictures of the sales that are on. */
const MAX_CACHED = 32;

const IN_MAILS: ReadonlySet<string> = new Set<PictureShape['type']>(['image/png', 'image/jpeg']);

/** Pictures by the hash of their bytes. Each node keeps the recent ones in memory, since a whole crowd asks for them. */
@Injectable()
export class Pictures {
  /** The most recently used last. */
  private readonly recent = new BoundedMap<string, PictureFile>(MAX_CACHED);
  /** Queries in flight. */
  private readonly reading = new Map<string, Promise<PictureFile | null>>();

  constructor(private readonly pictures: PicturesRepository) {}

  /** Stores a picture without its metadata. */
  async keep(sent: Buffer): Promise<{ kind: 'kept'; picture: PictureShape } | { kind: 'invalid'; message: string }> {
    const facts = readPicture(sent);
    const message = pictureError(sent, facts);
    if (facts === null || message !== null) return { kind: 'invalid', message: message ?? 'must be a picture' };
    const bare = withoutMetadata(sent, facts.type);
    if (bare.kind === 'refused') return { kind: 'invalid', message: bare.message };
    const { bytes } = bare;
    const id = `pic_${createHash('sha256').update(bytes).digest('hex')}`;
    await this.pictures.keep(id, facts, bytes);
    return { kind: 'kept', picture: { id, url: pictureUrl(id), ...facts } };
  }

  /** Concurrent readers of one picture share a query. Missing pictures are not cached: they may be uploaded next. */
  async read(id: string): Promise<PictureFile | null> {
    if (!PICTURE_ID.test(id)) return null;
    const cached = this.recent.get(id);
    if (cached) return this.remember(id, cached);
    const reading = this.reading.get(id) ?? this.load(id);
    return await reading;
  }

  /** Returns a look for mails: most mail programs show PNG and JPEG only, so that another logo is left out. */
  async lookForMails(branding: BrandingShape | null): Promise<BrandingShape | null> {
    const id = branding?.logoUrl?.split('/').at(-1);
    if (!branding || id === undefined) return branding;
    const logo = await this.read(id);
    return IN_MAILS.has(logo?.type ?? '') ? branding : { ...branding, logoUrl: null };
  }

  private load(id: string): Promise<PictureFile | null> {
    const reading = this.pictures
      .read(id)
      .then((found) => found && this.remember(id, found))
      .finally(() => this.reading.delete(id));
    this.reading.set(id, reading);
    return reading;
  }

  /** Moves a picture to the end of those to be evicted. */
  private remember(id: string, picture: PictureFile): PictureFile {
    this.recent.set(id, picture);
    return picture;
  }

  /** Returns an error for each picture that `branding` names and nobody has uploaded. */
  async missingIn(branding: BrandingInput | null | undefined): Promise<FieldError[]> {
    const named = (['pictureId', 'logoId'] as const).flatMap((field) => {
      const id = branding?.[field];
      return id ? [{ field, id }] : [];
    });
    const known = await this.known(named.map(({ id }) => id));
    return named
      .filter(({ id }) => !known.has(id))
      .map(({ field }) => ({ field: `branding.${field}`, message: 'there is no such picture: upload it first' }));
  }

  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(ids.length === 0 ? [] : await this.pictures.known(ids));
  }
}
