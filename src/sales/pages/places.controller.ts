import { Body, Controller, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { placeCookie as deviceCookie } from '../../contract/place-shapes.js';
import { JoinShape } from '../../contract/shapes.js';
import { Config } from '../../platform/config/config.js';
import { Cookies } from '../../platform/http/cookies.js';
import { HotDoor } from '../../platform/http/route-config.js';
import { isSameOrigin } from '../../platform/http/same-origin.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { QueueService } from '../../queue/queue.service.js';
import type { GroupJoinResult, JoinResult } from '../../queue/queue.types.js';
import { PlaceInput } from './place-input.types.js';
import { SalesService } from '../sales.service.js';
import { Answers } from '../../platform/openapi/answers.js';

const COOKIE_SECONDS = 30 * 24 * 3_600;

/** Taking a place in the line. */
@ApiTags('line')
@Controller('v1/sales')
export class PlacesController {
  constructor(
    private readonly sales: SalesService,
    private readonly queue: QueueService,
    private readonly cookies: Cookies,
    private readonly config: Config,
  ) {}

  @Post(':slug/places')
  @HotDoor()
  @ApiOperation({ summary: 'Take a place; the same device gets the place it has, with 200' })
  @Answers([200, 201], JoinShape)
  async take(
    @Param('slug') slug: string,
    @Body() body: PlaceInput,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JoinShape> {
    refuseForeignPage(request, this.config.publicUrl);
    const view = await this.sales.saleBySlug(slug);
    if (!view || view.state === 'draft') throw new ProblemError('NOT_FOUND');
    const unknown = (['accessCode', 'identity'] as const).find((field) => body[field]);
    if (unknown) throw new ProblemError('NOT_SUPPORTED', { detail: `${unknown} is not offered yet.` });
    const lane = body.lane ?? view.lanes[0]?.key ?? '';
    const device = this.cookies.read(request, deviceCookie(view.id));
    const result =
      body.groupCode === undefined
        ? await this.queue.join(view.id, { lane, device })
        : await this.queue.joinGroup(view.id, body.groupCode, device);
    const place = placeOf(result);
    this.cookies.set(reply, deviceCookie(view.id), place.placeToken, {
      maxAgeSeconds: COOKIE_SECONDS,
      sameSite: 'lax',
    });
    void reply.status(result.kind === 'taken' ? HttpStatus.CREATED : HttpStatus.OK);
    return place;
  }
}

/** Acts on a cookie: another site's page may not do that. Programs that are no browser name no origin. */
function refuseForeignPage({ headers }: FastifyRequest, publicUrl: string): void {
  const isBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  if (isBrowser && !isSameOrigin(headers, publicUrl)) throw new ProblemError('FORBIDDEN_ORIGIN');
}

function placeOf(result: JoinResult | GroupJoinResult): JoinShape {
  switch (result.kind) {
    case 'taken':
    case 'repeated': {
      const { placeToken, number, lane, joinedAt } = result;
      return { placeToken, number, lane, joinedAt };
    }
    case 'group_code_invalid':
      throw new ProblemError('GROUP_CODE_INVALID');
    case 'group_closed':
      throw new ProblemError('GROUP_CLOSED');
    case 'group_full':
      throw new ProblemError('GROUP_FULL');
    case 'lane_unknown':
      throw new ProblemError('LANE_UNKNOWN');
    case 'not_open':
      throw new ProblemError('SALE_NOT_OPEN');
    case 'closed':
      throw new ProblemError('SALE_CLOSED');
    case 'overloaded':
      throw new ProblemError('OVERLOADED', { retryAfterMs: result.retryAfterMs });
    case 'away':
      throw new ProblemError('CORE_AWAY');
  }
}
