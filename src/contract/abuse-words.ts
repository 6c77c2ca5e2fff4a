import type { lineTallies, Tally } from './abuse-shapes.js';
import type { InBoth } from './report-figures.js';

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
  cards_slowed: ['Slowed: the network tried cards', 'Gebremst: Das Netz probierte Karten aus'],
};

/** Says what was refused. */
export const tallyWords = (what: Told, language: 'en' | 'de' = 'en'): string => words[what][language === 'de' ? 1 : 0];
