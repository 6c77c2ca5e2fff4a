import { JSONSchema } from 'class-validator-jsonschema';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { LANE_KEY } from '../../../contract/sale/lanes.js';
import { HandoffRule } from '../../../contract/line/handoff-rule.js';
import { StepUpRule } from '../../../contract/line/step-up.js';
import { OrNull } from '../../../platform/problem/nulls.js';
import { bounds, SHORTEST_MINUTES } from './sale-bounds.types.js';

/** A rate that rises evenly after the opening. */
export class RampInput {
  @JSONSchema({ description: 'Minutes from the draw until `perMinute` is reached.' })
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(120)
  minutes: number;
  @JSONSchema({ description: 'Rate at the opening. Left out: a tenth of `perMinute`.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.perMinute)
  fromPerMinute?: number;
}

export class PolicyInput {
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.cap)
  cap?: number;
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.perMinute)
  perMinute?: number;
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(120)
  graceSeconds?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(60)
  claimMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(120)
  shopMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(60)
  holdMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(60)
  payMinutes?: number;
  @IsOptional()
  @IsNumber()
  @Min(SHORTEST_MINUTES)
  @Max(60)
  idleMinutes?: number;
  @JSONSchema({ description: 'How many friends may share a number and a basket of as many limits; 1 for no groups.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(bounds.groupMax)
  groupMax?: number;
  @JSONSchema({ description: 'Whether a place may move to another device: never, until the draw, or once.' })
  @IsOptional()
  @IsIn(HandoffRule.enum)
  handoff?: HandoffRule;
  @JSONSchema({
    description:
      'Who must confirm an e-mail address at their turn. on: places that one network took far above its share; needs a challenge other than off. everyone: all who are not inside yet. Both: only where the entry is open and claimMinutes at least 5. Left out: observe.',
  })
  @IsOptional()
  @IsIn(StepUpRule.enum)
  stepUp?: StepUpRule;
  @JSONSchema({ description: 'any: every card is authenticated by its bank; auto: where bank or provider ask for it.' })
  @IsOptional()
  @IsIn(['auto', 'any'])
  threeDSecure?: 'auto' | 'any';
  @JSONSchema({
    description:
      'Tickets whose payment is disputed: held while it is open or lost (hold, the default), void once it is lost (void), or as they were (keep).',
  })
  @IsOptional()
  @IsIn(['keep', 'hold', 'void'])
  disputedTickets?: 'keep' | 'hold' | 'void';
  @JSONSchema({ description: 'Tickets whose bank warns of fraud: as they were (keep, the default), or held (hold).' })
  @IsOptional()
  @IsIn(['keep', 'hold'])
  warnedTickets?: 'keep' | 'hold';
  @JSONSchema({ description: 'How the rate rises after the opening; null: at once.', nullable: true })
  @OrNull()
  @IsObject()
  @ValidateNested()
  @Type(() => RampInput)
  ramp?: RampInput | null;
}

export class LaneWeightInput {
  @Matches(LANE_KEY)
  key: string;
  @IsInt()
  @Min(1)
  @Max(bounds.laneWeight)
  weight: number;
}

/** The body of PUT /v1/admin/sales/{id}/policy; omitted fields keep their value. */
export class PolicyChangeInput extends PolicyInput {
  /** Expected current version; a mismatch is a conflict. Omitted: any version. */
  @IsOptional()
  @IsInt()
  @Min(1)
  version?: number;
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.lanes)
  @ValidateNested({ each: true })
  @Type(() => LaneWeightInput)
  lanes?: LaneWeightInput[];
}
