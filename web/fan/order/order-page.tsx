import type { JSX } from 'preact';
export function OrderPage({ id }: { id: string }): JSX.Element {
  return <p>{id}</p>;
}
