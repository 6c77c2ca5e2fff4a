export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** One unit of work in a trace. */
export interface OpenSpan {
  /** Ends it; with an error if the work failed. */
  end(attributes?: Attributes, error?: unknown): void;
  /** Runs `work`, and whatever it starts, as part of this span. */
  enter<T>(work: () => T): T;
}

/** What call sites need of tracing; implemented by otel-spans.ts. */
export interface Spans {
  /** Chooses whether a request is traced. */
  samples(): boolean;
  /** Begins a trace. */
  open(name: string, attributes: Attributes): OpenSpan;
  /** Runs a call to a store as a span of the current trace; plainly if there is none. */
  within<T>(name: string, attributes: Attributes, call: () => Promise<T>): Promise<T>;
  /** Runs a call to another system as a span of the current trace, or as a trace of its own: tasks call it too. */
  calling<T>(name: string, attributes: Attributes, call: () => Promise<T>): Promise<T>;
  /** Returns a function that runs work later in the current trace; null outside any. */
  capture(): (<T>(work: () => T) => T) | null;
  /** Sends what is buffered and stops. */
  close(): Promise<void>;
}

/**
 * Null if tracing is off; OpenTelemetry is then not loaded. One per process, because a span follows asynchronous work through every layer.
 */
let inUse: Spans | null = null;

export const spans = (): Spans | null => inUse;

export function useSpans(given: Spans | null): void {
  inUse = given;
}
