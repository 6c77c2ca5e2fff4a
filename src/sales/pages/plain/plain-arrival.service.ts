import { Injectable } from '@nestjs/common';
import { ProblemError } from '../../../platform/problem/problem.js';
import { HandoffService } from '../../../queue/places/handoff.service.js';
import { placeProblem } from '../../../queue/places/place.errors.js';
import { GroupService } from '../../../queue/places/group.service.js';
import type { JoinTerms } from '../../../queue/queue.types.js';
import type { SaleView } from '../../sales.types.js';
import { placeOf, refusalOf } from '../place-answers.errors.js';

/** The code of a pasted link, or the code alone: after `#`, where a browser without JavaScript never sends it. */
const LINK = /(?:^|#)(move|group)=([A-Za-z0-9._~-]{16,512})$/;

/** Takes over the place of a pasted link: one's own from another device, or a friend's number to share. */
@Injectable()
export class PlainArrival {
  constructor(
    private readonly groups: GroupService,
    private readonly handoffs: HandoffService,
  ) {}

  /** @returns the place's token; throws the coded refusal */
  async accept(
    view: SaleView,
    link: string,
    device: string | null,
    entry: NonNullable<JoinTerms['entry']>,
  ): Promise<string> {
    const [, kind, code = ''] = LINK.exec(link.trim()) ?? [];
    if (kind === 'group') {
      return placeOf(await this.groups.join(view.id, code, device, entry), view.state).placeToken;
    }
    if (this.handoffs.placeOf(code)?.saleId !== view.id) throw new ProblemError('HANDOFF_INVALID');
    const result = await this.handoffs.take(code, entry);
    if (result.kind === 'not_holder') throw refusalOf(result.refusal);
    if (result.kind !== 'moved_here') throw placeProblem(result);
    return result.placeToken;
  }
}
