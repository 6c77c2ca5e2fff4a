import type { LiveShape } from '../../../../src/contract/live/live-shapes.js';
import type { StaffSaleShape } from '../../../../src/contract/staff/staff-shapes.js';
import { cityOfZone, formatDayAndTime } from '../../../shared/format/time.js';
import type { Question } from '../../ui/confirm.jsx';
import { stageCounts } from '../../../../src/contract/live/stage-counts.js';
import type { LivePoint } from '../../net/live-history.js';
import { paceEffect } from '../switches/pace-effect.js';
import { count, people, some } from '../figures/words.js';

export type Verb = 'open' | 'pause' | 'resume' | 'close';

/** Returns the confirmation for a switch: its effect, and how many people it affects. */
export function questionOf(verb: Verb, sale: StaffSaleShape, live: LiveShape): Omit<Question, 'run'> {
  const { waiting, called, shopping, paying } = stageCounts(live);
  const before = live.state === 'prequeue' || sale.pausedFrom === 'prequeue';
  switch (verb) {
    case 'open':
      return {
        title: 'Open now, before the time?',
        action: 'Draw and open',
        body: (
          <>
            <p>
              The order of the {people(waiting)} in line is drawn at once, and the first are called. The draw cannot be
              repeated.
            </p>
            <p>Whoever planned to come by {openingOf(sale)} joins behind them.</p>
          </>
        ),
      };
    case 'pause':
      return {
        title: 'Pause the sale?',
        action: 'Pause',
        body: before ? (
          <p>{keepPlaces(waiting)}, and more may join. The sale does not open until you resume.</p>
        ) : (
          <>
            <p>
              {keepPlaces(waiting)}; nobody is called
              {called > 0 && `, and the ${some(called, 'person', 'people')} called cannot come in`}.
            </p>
            <p>
              {shopping === 0
                ? 'Nobody is choosing right now'
                : `${people(shopping)} in the shop can hold nothing new, and what they hold goes on`}
              {paying > 0 && `; ${some(paying, 'payment goes on', 'payments go on')}`}.
            </p>
          </>
        ),
      };
    case 'resume':
      return {
        title: 'Resume the sale?',
        action: 'Resume',
        body: before ? (
          isPast(sale.opensAt) ? (
            <p>
              The opening time is past: the order of the {people(waiting)} in line is drawn at once, and the sale opens.
              The draw cannot be repeated. To open later, change the opening time first.
            </p>
          ) : (
            <p>
              It goes back to the waiting room with {people(waiting)} and opens {openingOf(sale)}.
            </p>
          )
        ) : (
          <p>
            {some(waiting, 'person is', 'people are')} in line. The first are called at once, at most{' '}
            {count(sale.policy.perMinute)} a minute, until {count(sale.policy.cap)} are inside.
          </p>
        ),
      };
    case 'close':
      return {
        title: 'Close the sale for good?',
        action: 'Close for good',
        bad: true,
        word: 'close',
        body: (
          <>
            <p>
              {some(waiting + called, 'person in line is', 'people in line are')} told that it is over. Nobody comes in
              any more.
            </p>
            <p>{stillFinish(paying)}This cannot be undone.</p>
          </>
        ),
      };
  }
}

/** Returns the confirmation for halving the speed. */
export function halfSpeedQuestion(
  sale: StaffSaleShape,
  live: LiveShape,
  history: readonly LivePoint[],
): Omit<Question, 'run'> {
  const half = Math.floor(sale.policy.perMinute / 2);
  return {
    title: 'Half speed?',
    action: 'Half speed',
    body: (
      <p>
        At most {count(half)} a minute come in instead of {count(sale.policy.perMinute)}; nobody loses anything. The
        line: {paceEffect({ sale, live, history }, { cap: sale.policy.cap, perMinute: half })}. “Cap and speed” brings
        it back.
      </p>
    ),
  };
}

/** @param isSecure whether card authentication is currently required for every payment */
export function secureQuestion(isSecure: boolean): Omit<Question, 'run'> {
  return isSecure
    ? {
        title: '3-D Secure only as needed?',
        action: 'As needed',
        body: (
          <p>From the next order on, banks confirm a payment only where they or the payment provider ask for it.</p>
        ),
      }
    : {
        title: '3-D Secure for every card?',
        action: 'For all',
        body: (
          <p>
            From the next order on, every buyer confirms the payment with their bank. Stolen cards fail; paying takes
            buyers half a minute longer. Orders that are already being paid go on as they are.
          </p>
        ),
      };
}

/** Returns the confirmation for ending all admissions. */
export function revokeQuestion(live: LiveShape): Omit<Question, 'run'> {
  const { shopping, paying, waiting } = stageCounts(live);
  return {
    title: 'Empty the shop?',
    action: 'Empty the shop',
    bad: true,
    word: 'empty',
    body: (
      <>
        <p>
          {shopping === 0
            ? 'Nobody is choosing right now. Whoever is inside by then loses the'
            : some(shopping, 'person in the shop loses the', 'people in the shop lose their')}{' '}
          turn at once and cannot come back by the same place. What is in their baskets is offered again when it lapses.
          For a leaked pass or a farm inside; for anything else, pause.
        </p>
        <p>
          {stillFinish(paying)}
          {keepPlaces(waiting)}, and the line goes on as before. This cannot be undone.
        </p>
      </>
    ),
  };
}

export function removeQuestion({ slug }: StaffSaleShape): Omit<Question, 'run'> {
  return {
    title: 'Delete this draft?',
    action: 'Delete',
    bad: true,
    body: <p>Nobody has seen it. Its address /s/{slug} is free again. This cannot be undone.</p>,
  };
}

const keepPlaces = (waiting: number): string =>
  some(waiting, 'person in line keeps the place', 'people in line keep their places');
const stillFinish = (paying: number): string =>
  paying === 0
    ? ''
    : `${some(paying, 'payment that is under way still finishes', 'payments that are under way still finish')}. `;

/** In the venue's zone, with its name. */
const openingOf = ({ opensAt, show }: StaffSaleShape): string =>
  `${formatDayAndTime(opensAt, 'en-GB', show.timeZone)} (${cityOfZone(show.timeZone)})`;

const isPast = (at: string): boolean => Date.parse(at) <= Date.now();
