import { Injectable } from '@nestjs/common';
import { DatabaseTime } from '../../platform/clock/database-time.js';
import { EventIntake } from '../inbox/event.intake.js';
import { eventTypes } from '../inbox/event.rules.js';
import { IntentObserver } from '../intents/intent.observer.js';
import { type ListWindow, StripeGateway } from '../stripe/stripe.gateway.js';
import type { StripeAnswer } from '../stripe/stripe.answer.rules.js';
import { SweepRepository, type SweptList } from './sweep.repository.js';
import { nextWindow, startedAgain } from './sweep.rules.js';

/** null: retry later; refused: the provider no longer knows the cursor. */
type Visit = { next: string | null } | null | 'refused';

/** done: a range was walked to its end. more: the bound was reached before. stuck: a page could not be had now. */
export type Walked = 'done' | 'more' | 'stuck';

/** Walks through the provider's lists, page by page; where it is stands in a row that all nodes share. */
@Injectable()
export class ListWalk {
  constructor(
    private readonly sweeps: SweepRepository,
    private readonly time: DatabaseTime,
    private readonly gateway: StripeGateway,
    private readonly intake: EventIntake,
    private readonly observer: IntentObserver,
  ) {}

  /** Continues the unfinished range, or begins the next. Safe on several nodes at once: each goes on where the foremost is. */
  async walk(list: SweptList, maxPages: number, signal: AbortSignal): Promise<Walked> {
    let last = await this.sweeps.last(list);
    // the clock that also says until when the database was in use: a comparison before a stop never passes for one after it
    let window = nextWindow(last, Math.ceil((await this.time.nowMs()) / 1_000));
    for (let page = 0; page < maxPages && !signal.aborted; page += 1) {
      const visited = await this.visit(list, { from: window.from, to: window.to, after: window.cursor });
      if (visited === null || (visited === 'refused' && window.cursor === null)) return 'stuck';
      const next = visited === 'refused' ? startedAgain(window) : { ...window, cursor: visited.next };
      const isSaved = await this.sweeps.save(list, next, last);
      if (visited === 'refused') return 'stuck';
      last = isSaved ? next : await this.sweeps.last(list);
      if (last === null || last.cursor === null) return 'done';
      window = last;
    }
    return 'more';
  }

  private async visit(list: SweptList, window: ListWindow): Promise<Visit> {
    return list === 'events' ? await this.visitEvents(window) : await this.visitIntents(window);
  }

  private async visitEvents(window: ListWindow): Promise<Visit> {
    const page = await this.gateway.events(window, eventTypes);
    if (page.kind !== 'ok') return withoutPage(page);
    await this.intake.keepNews(page.value.items);
    return page.value;
  }

  private async visitIntents(window: ListWindow): Promise<Visit> {
    const page = await this.gateway.intents(window);
    if (page.kind !== 'ok') return withoutPage(page);
    await this.observer.observeAll(page.value.items);
    return page.value;
  }
}

function withoutPage(answer: Exclude<StripeAnswer<unknown>, { kind: 'ok' }>): Visit {
  return answer.kind === 'refused' || answer.kind === 'missing' ? 'refused' : null;
}
