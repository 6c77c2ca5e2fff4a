import type { JSX } from 'preact';
export function VerifyPage(): JSX.Element {
  return <p />;
}
