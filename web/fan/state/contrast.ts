/** Loads the styles of forced colours and higher contrast for readers who have them, now or later. */
export function followContrast(): void {
  const wanted = matchMedia('(forced-colors: active), (prefers-contrast: more)');
  const load = () => wanted.matches && void import('../styles/contrast.css').catch(() => undefined);
  wanted.addEventListener('change', load);
  load();
}
