import type { JSX } from 'preact';
export function ShopPage({ slug }: { slug: string }): JSX.Element {
  return <p>{slug}</p>;
}
