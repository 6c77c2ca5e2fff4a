/** Longest side of what is uploaded; a phone shows no more. */
const SIDES = { picture: 1_600, logo: 512 } as const;
const QUALITY = 0.82;
const WHOLE = 1_048_576;

export type PictureKind = keyof typeof SIDES;

/**
 * Draws the chosen file anew as WebP, no larger than pages need: fans load less, and what cameras write into files (place,
 * time, device) is left out. Rejects if the browser cannot decode it.
 */
export async function shrunkPicture(file: Blob, kind: PictureKind): Promise<string> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, SIDES[kind] / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', QUALITY));
  if (!blob || blob.size > WHOLE) throw new Error('too large');
  return base64Of(new Uint8Array(await blob.arrayBuffer()));
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
