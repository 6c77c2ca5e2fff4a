import type { CreationLog, Logged, PageRequest } from '../core/creation-log.js';
import type { Wire } from '../model/render.js';
import { noSuchParameterThing } from './errors.js';
import type { Params } from './params.js';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

/** Parameters common to all lists. */
export const LIST_PARAMS = ['limit', 'starting_after', 'ending_before', 'created'] as const;

interface ListedKind<T> {
  readonly what: string;
  readonly url: string;
  readonly render: (item: T) => Wire;
}

/** Returns one page of a list, newest first, with the cursors and `created` range of the call. */
export function listPage<T extends Logged>(
  log: CreationLog<T>,
  params: Params,
  kind: ListedKind<T>,
  where?: (item: T) => boolean,
): Wire {
  const request = pageRequest<T>(params, where);
  const page = log.page(request);
  if (page.kind === 'unknown-cursor') throw noSuchParameterThing(kind.what, page.cursor, page.param);
  return { object: 'list', data: page.items.map(kind.render), has_more: page.hasMore, url: kind.url };
}

function pageRequest<T>(params: Params, where: ((item: T) => boolean) | undefined): PageRequest<T> {
  const startingAfter = params.string('starting_after');
  const endingBefore = params.string('ending_before');
  const created = params.created();
  return {
    limit: params.integer('limit', 1, MAX_LIMIT) ?? DEFAULT_LIMIT,
    ...(startingAfter !== undefined && { startingAfter }),
    ...(endingBefore !== undefined && { endingBefore }),
    ...(created && { created }),
    ...(where && { where }),
  };
}
