/** An amount in minor units as a person reads it: `4500, 'eur'` → `€45.00`, `4500, 'jpy'` → `¥4,500`. */
export function formatAmount(amountMinor: number, currency: string): string {
  const code = currency.toUpperCase();
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency: code });
    return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${amountMinor} ${code}`;
  }
}
