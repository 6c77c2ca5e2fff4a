import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EndpointShape, EndpointsPage } from '../../contract/partners/webhook-shapes.js';
import { judgeUrl } from '../../platform/egress/egress.rules.js';
import { EgressService } from '../../platform/egress/egress.service.js';
import { newId } from '../../platform/ids.js';
import { Tokens } from '../../platform/tokens/tokens.js';
import { HOUSE_STREAM } from '../events/stream.rules.js';
import { endpointVersion, endpointShape } from './endpoint.shape.js';
import { EndpointsRepository, type EndpointSettings } from './endpoints.repository.js';

export interface EndpointInput {
  url: string;
  /** Empty: all. */
  types?: readonly string[] | undefined;
  description?: string | undefined;
  concurrency?: number | undefined;
}
export interface EndpointPatch extends Partial<EndpointInput> {
  state?: 'active' | 'disabled' | undefined;
  /** As read; another one is a conflict. */
  version?: string | undefined;
}
type Refusal = { kind: 'url_refused'; why: string } | { kind: 'exists' };
export type CreateEndpointResult =
  | { kind: 'created'; endpoint: EndpointShape & { secret: string } }
  | Refusal
  | { kind: 'too_many' };
export type UpdateEndpointResult =
  | { kind: 'updated'; endpoint: EndpointShape }
  | Refusal
  | { kind: 'unknown' }
  | { kind: 'conflict' };

const SECRET_BYTES = 32;
const MAX_ENDPOINTS = 50;
const PAGE = 100;
const DEFAULT_CONCURRENCY = 8;
/** A rotated-out secret keeps signing for this long, so that the receiver can switch at any time. */
const ROTATION_HOURS = 24;
/** Bounded because each adds a signature to every delivery. */
const MAX_OLD_SECRETS = 5;

/**
 * Lifecycle of endpoints, each belonging to one stream (the house's or a partner's). A secret is returned once, on
 * creation.
 */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly repository: EndpointsRepository,
    private readonly egress: EgressService,
    private readonly tokens: Tokens,
  ) {}

  /** @param secret `whsec_…`; omitted: generated */
  async create(input: EndpointInput, streamId = HOUSE_STREAM, secret = newSecret()): Promise<CreateEndpointResult> {
    const verdict = judgeUrl(input.url, this.egress.allowedOrigins);
    if (verdict.kind === 'refused') return { kind: 'url_refused', why: verdict.why };
    const id = newId('whe');
    const kind = await this.repository.insert(
      {
        id,
        streamId,
        url: verdict.url.href, // the normalised URL that was validated, without line breaks removed by parsing
        types: input.types ?? [],
        description: input.description ?? '',
        concurrency: input.concurrency ?? DEFAULT_CONCURRENCY,
        secretSealed: this.tokens.seal('webhook', secret),
      },
      MAX_ENDPOINTS,
    );
    if (kind !== 'created') return { kind };
    const endpoint = await this.read(id, streamId);
    if (endpoint === null) throw new Error(`endpoint ${id} was removed during its creation`);
    return { kind, endpoint: { ...endpoint, secret } };
  }

  /** Registers the demo's own receiver once, with the secret it was started with. */
  async ensure(url: string, secret: string): Promise<void> {
    const { endpoints } = await this.list();
    const present = endpoints.find((endpoint) => endpoint.url === new URL(url).href);
    if (!present) await this.create({ url }, HOUSE_STREAM, secret);
    else
      await this.repository.replaceSecret(
        present.id,
        HOUSE_STREAM,
        this.tokens.seal('webhook', secret),
        0,
        MAX_OLD_SECRETS,
      );
  }

  async list(
    streamId = HOUSE_STREAM,
    { state, after }: { state?: string | undefined; after?: string | undefined } = {},
  ): Promise<EndpointsPage> {
    const found = await this.repository.list(streamId, state ?? null, after ?? null, PAGE + 1);
    const endpoints = found.slice(0, PAGE).map(endpointShape);
    return { endpoints, next: found.length > PAGE ? (endpoints.at(-1)?.id ?? null) : null };
  }

  async read(id: string, streamId = HOUSE_STREAM): Promise<EndpointShape | null> {
    const found = await this.repository.byId(id, streamId);
    return found && endpointShape(found);
  }

  async update(
    id: string,
    { state, version, ...patch }: EndpointPatch,
    streamId = HOUSE_STREAM,
  ): Promise<UpdateEndpointResult> {
    const { url, ...others } = patch;
    const verdict = url === undefined ? null : judgeUrl(url, this.egress.allowedOrigins);
    if (verdict?.kind === 'refused') return { kind: 'url_refused', why: verdict.why };
    const change = withoutUndefined({ ...others, url: verdict?.url.href });
    const isAsRead = (now: EndpointSettings): boolean => version === undefined || version === endpointVersion(now);
    const kind = await this.repository.update(id, streamId, change, isAsRead);
    if (kind !== 'changed') return { kind };
    if (state === 'active') await this.repository.enable(id);
    if (state === 'disabled') await this.repository.disable(id);
    const endpoint = await this.read(id, streamId);
    return endpoint ? { kind: 'updated', endpoint } : { kind: 'unknown' };
  }

  async remove(id: string, streamId = HOUSE_STREAM): Promise<boolean> {
    return await this.repository.remove(id, streamId);
  }

  /** Rotates the secret; each older one keeps signing until its own overlap ends. */
  async rotateSecret(
    id: string,
    streamId = HOUSE_STREAM,
  ): Promise<{ kind: 'rotated'; secret: string } | { kind: 'unknown' } | { kind: 'too_many' }> {
    const secret = newSecret();
    const sealed = this.tokens.seal('webhook', secret);
    const kind = await this.repository.replaceSecret(id, streamId, sealed, ROTATION_HOURS, MAX_OLD_SECRETS);
    return kind === 'replaced' ? { kind: 'rotated', secret } : { kind };
  }
}

const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
