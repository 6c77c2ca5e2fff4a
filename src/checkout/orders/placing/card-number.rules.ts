/** 13 to 19 digits, optionally separated by single spaces or hyphens, as printed on payment cards. */
const LIKE_A_CARD = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g;

/** Detects a payment card number (Luhn) in a text, which then must not be stored, mailed or logged. */
export function holdsCardNumber(text: string): boolean {
  const candidates = text.normalize('NFKC').match(LIKE_A_CARD) ?? [];
  return candidates.some((candidate) => passesLuhn(candidate.replace(/\D/g, '')));
}

function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
