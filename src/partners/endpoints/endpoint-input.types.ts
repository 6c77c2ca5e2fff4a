import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { type WebhookEventType, webhookEventTypes } from '../../contract/partners/webhook-events.js';
import type { MessageState } from '../../contract/partners/webhook-shapes.js';
import { ReadVersion } from '../../platform/versions.js';
import { IfGiven } from '../../platform/problem/if-given.js';
import { idPattern } from '../../contract/ids.js';

const MAX_URL_CHARACTERS = 2_000;
export const MAX_CONCURRENCY = 32;
const DESCRIPTION = /^[^\p{C}]{0,200}$/u;
const ENDPOINT_ID = idPattern('whe');
const MESSAGE_ID = /^evt_[0-9A-Za-z_-]{1,60}$/;
const CURSOR = /^\d{1,18}$/;

/** POST …/webhook-endpoints. */
export class EndpointBody {
  @IsString()
  @Length(8, MAX_URL_CHARACTERS)
  url: string;
  /** Omitted or empty: all. */
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(webhookEventTypes.length)
  @ArrayUnique()
  @IsIn([...webhookEventTypes], { each: true })
  types?: WebhookEventType[];
  @IfGiven()
  @Matches(DESCRIPTION)
  description?: string;
  /** Concurrent messages in flight; 1 delivers strictly in order. */
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_CONCURRENCY)
  concurrency?: number;
}

/** PATCH …/webhook-endpoints/{id}. */
export class EndpointPatchBody {
  @IfGiven()
  @IsString()
  @Length(8, MAX_URL_CHARACTERS)
  url?: string;
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(webhookEventTypes.length)
  @ArrayUnique()
  @IsIn([...webhookEventTypes], { each: true })
  types?: WebhookEventType[];
  @IfGiven()
  @Matches(DESCRIPTION)
  description?: string;
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_CONCURRENCY)
  concurrency?: number;
  /** Enables or disables the endpoint; the secret stays. */
  @IfGiven()
  @IsIn(['active', 'disabled'])
  state?: 'active' | 'disabled';
  /** As answered; another one is a conflict. Left out: any. */
  @ReadVersion()
  version?: string;
}

/** GET …/webhook-endpoints. */
export class EndpointsQuery {
  @IsOptional()
  @IsIn(['active', 'disabled'])
  state?: 'active' | 'disabled';
  @IsOptional()
  @Matches(ENDPOINT_ID)
  after?: string;
}

/** GET …/webhook-endpoints/{id}/messages. */
export class MessagesQuery {
  @IsOptional()
  @IsIn(['pending', 'delivered', 'failed', 'skipped'])
  state?: MessageState;
  @IsOptional()
  @IsIn([...webhookEventTypes])
  type?: WebhookEventType;
  @IsOptional()
  @Matches(CURSOR)
  before?: string;
}

/** GET …/webhook-endpoints/{id}/attempts. */
export class AttemptsQuery {
  @IsOptional()
  @Matches(MESSAGE_ID)
  messageId?: string;
  @IsOptional()
  @Matches(CURSOR)
  before?: string;
}

/** POST …/replay: one message, a range of sequences, or everything skipped while the endpoint was disabled. */
export class ReplayBody {
  @IfGiven()
  @Matches(MESSAGE_ID)
  messageId?: string;
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  from?: number;
  /** Inclusive; omitted: the newest. */
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to?: number;
  @IfGiven()
  @IsIn([true])
  missed?: true;
}
