import type { lineTallies, Tally } from './abuse-shapes.js';
import type { InBoth } from '../staff/report-figures.js';
import type { StepUpFigures } from './step-up.js';

type Told = Exclude<Tally, (typeof lineTallies)[number]>;
const words: Record<Told, InBoth> = {
  challenge_invalid: ['Failed or reused proof of work', 'Gescheiterter oder wiederholter Arbeitsnachweis'],
  code_invalid: ['Wrong or used access code', 'Falscher oder verbrauchter Zugangscode'],
  identity_required: ['Identity not valid', 'Ungültige Identität'],
  elsewhere: ['Stands in line for another date of the tour', 'Wartet schon für einen anderen Termin der Tour'],
  person_again: [
    'Second place of one person: got the first again',
    'Zweiter Platz einer Person: bekam den ersten wieder',
  ],
  rate_limited: ['Too many tries from one network', 'Zu viele Versuche aus einem Netz'],
  limit_exceeded: ['More tickets than one person may buy', 'Mehr Tickets, als eine Person kaufen darf'],
  challenge_observed: [
    'Let by, though a proof of work would have been asked',
    'Durchgelassen, obwohl ein Arbeitsnachweis fällig gewesen wäre',
  ],
  step_up_observed: [
    'Let in, though an address would have been asked for at the turn',
    'Eingelassen, obwohl an der Reihe eine Adresse fällig gewesen wäre',
  ],
  step_up_asked: ['Asked to confirm an address at the turn', 'An der Reihe nach einer Adresse gefragt'],
  step_up_answered: ['Of these, confirmed one', 'Davon haben eine bestätigt'],
  step_up_waived: [
    'Of these, let in because our mail server was away',
    'Davon eingelassen, weil unser Mailserver nicht erreichbar war',
  ],
  cards_slowed: ['Slowed: the network tried cards', 'Gebremst: Das Netz probierte Karten aus'],
};

/** Says what was refused. */
export const tallyWords = (what: Told, language: 'en' | 'de' = 'en'): string => words[what][language === 'de' ? 1 : 0];

/** Returns what came of the step-up, as counted; only what occurred. */
export function stepUpRows({ observed, asked, answered, waived }: StepUpFigures): { what: Told; count: number }[] {
  const rows: { what: Told; count: number }[] = [
    { what: 'step_up_observed', count: observed },
    { what: 'step_up_asked', count: asked },
    { what: 'step_up_answered', count: answered },
    { what: 'step_up_waived', count: waived },
  ];
  return rows.filter(({ count }) => count > 0);
}
