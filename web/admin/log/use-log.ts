import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../net/api.js';

interface Page<Entry> {
  entries: Entry[];
  next: string | null;
}

export interface Log<Entry> {
  entries: Entry[];
  error: unknown;
  isPending: boolean;
  /** Undefined if there is nothing older. */
  readOlder: (() => void) | undefined;
  isReadingOlder: boolean;
}

/** Reads a log page by page, newest first. */
export function useLog<Entry>(path: string, filter: URLSearchParams): Log<Entry> {
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [path, filter.toString()],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams(filter);
      if (pageParam !== null) query.set('before', pageParam);
      return call<Page<Entry>>('GET', `${path}?${query.toString()}`, undefined, signal);
    },
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });
  return {
    entries: data?.pages.flatMap((page) => page.entries) ?? [],
    error,
    isPending,
    readOlder: hasNextPage ? () => void fetchNextPage() : undefined,
    isReadingOlder: isFetchingNextPage,
  };
}
