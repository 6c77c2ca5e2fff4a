/**
 * Stripe's limits per currency, from its page "Supported currencies". The simulator is independent of Ropeline, so this
 * is a copy of Ropeline's table; a test compares the two.
 */
export interface Currency {
  /** Decimals of one unit of an amount, and those displayed. */
  readonly unitDecimals: number;
  readonly shownDecimals: number;
  /** Amounts must be multiples of this. */
  readonly step: number;
  readonly minimum: number;
  readonly maximum: number;
}

const words = (list: string): string[] => list.trim().split(/\s+/);

/** unitDecimals, shownDecimals, step, codes */
const kinds: readonly (readonly [number, number, number, string[]])[] = [
  [
    2,
    2,
    1,
    words(`
  aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk
  dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr
  lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub
  sar sbd scr sek sgd shp sle sos srd szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd xcg yer zar zmw`),
  ],
  [0, 0, 1, words('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf')],
  [3, 3, 10, words('bhd jod kwd omr tnd')],
  [2, 0, 100, words('isk ugx')],
];

const MINIMUM: Readonly<Record<string, number>> = {
  ...{
    usd: 50,
    aed: 200,
    aud: 50,
    bgn: 100,
    brl: 50,
    cad: 50,
    chf: 50,
    czk: 1500,
    dkk: 250,
    eur: 50,
    gbp: 30,
    hkd: 400,
  },
  ...{ huf: 17_500, inr: 50, jpy: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, pln: 200, ron: 200, sek: 300, sgd: 50 },
  ...{ thb: 1000 },
};
const EIGHT_DIGITS = 99_999_999;
const MAXIMUM: Readonly<Record<string, number>> = {
  ...{ idr: 999_999_999_999, inr: 999_999_999, lbp: 99_999_999_999 },
  ...{ cop: 9_999_999_999, huf: 9_999_999_999, jpy: 9_999_999_999 },
};

export const currencies: ReadonlyMap<string, Currency> = new Map(
  kinds.flatMap(([unitDecimals, shownDecimals, step, codes]) =>
    codes.map((code): [string, Currency] => {
      const most = MAXIMUM[code] ?? EIGHT_DIGITS;
      const bounds = { minimum: MINIMUM[code] ?? step, maximum: most - (most % step) };
      return [code, { unitDecimals, shownDecimals, step, ...bounds }];
    }),
  ),
);
