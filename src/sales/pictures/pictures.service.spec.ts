import { describe, expect, it } from '@jest/globals';
import { pictureUrl } from './picture.rules.js';
import type { PicturesRepository } from './pictures.repository.js';
import { type PictureFile, Pictures } from './pictures.service.js';

const idOf = (n: number): string => `pic_${n.toString(16).padStart(64, '0')}`;
const ids = (from: number, count: number): string[] => Array.from({ length: count }, (_, n) => idOf(from + n));

/** Counts queries by picture. Only the stored pictures are found. */
class Stored {
  readonly queries: string[] = [];
  constructor(
    private readonly ids: readonly string[],
    private readonly type = 'image/png',
  ) {}

  async read(id: string): Promise<PictureFile | null> {
    this.queries.push(id);
    return await Promise.resolve(this.ids.includes(id) ? { type: this.type, bytes: Buffer.from('x') } : null);
  }
}

function picturesOf(stored: Stored): Pictures {
  return new Pictures(stored as unknown as PicturesRepository);
}

async function readAll(pictures: Pictures, wanted: readonly string[]): Promise<void> {
  for (const id of wanted) await pictures.read(id);
}

describe('the pictures in memory', () => {
  const hot = ids(0, 32);

  it('stay there while ids are asked for that nothing has', async () => {
    const stored = new Stored(hot);
    const pictures = picturesOf(stored);
    await readAll(pictures, [...hot, ...ids(1_000, 100), ...hot]);
    expect(stored.queries.filter((id) => hot.includes(id))).toHaveLength(32);
  });

  it('give way to others in the order in which they were last used', async () => {
    const stored = new Stored(ids(0, 33));
    const pictures = picturesOf(stored);
    await readAll(pictures, [...hot, idOf(0), idOf(32), idOf(0), idOf(1)]);
    expect(stored.queries.slice(32)).toEqual([idOf(32), idOf(1)]);
  });

  it('are queried once by concurrent readers, and again after a failure', async () => {
    const stored = new Stored(hot);
    const pictures = picturesOf(stored);
    await Promise.all([pictures.read(idOf(0)), pictures.read(idOf(0))]);
    expect(stored.queries).toEqual([idOf(0)]);
    const read = stored.read.bind(stored);
    stored.read = () => Promise.reject(new Error('away'));
    await expect(pictures.read(idOf(1))).rejects.toThrow('away');
    stored.read = read;
    expect(await pictures.read(idOf(1))).not.toBeNull();
  });
});

it('a logo is in mails only as a picture that most mail programs show', async () => {
  const look = { pictureUrl: null, logoUrl: pictureUrl(idOf(0)), accent: '#0055aa' };
  const inMails = async (type: string, stored = ids(0, 1)) =>
    await picturesOf(new Stored(stored, type)).lookForMails(look);
  for (const type of ['image/png', 'image/jpeg']) expect(await inMails(type)).toEqual(look);
  for (const type of ['image/webp', 'image/avif']) expect(await inMails(type)).toEqual({ ...look, logoUrl: null });
  expect(await inMails('image/png', [])).toEqual({ ...look, logoUrl: null });
  expect(await picturesOf(new Stored([])).lookForMails(null)).toBeNull();
});
