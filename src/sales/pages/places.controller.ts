import { Body, Controller, Get, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ChallengeShape } from '../../contract/line/entry-shapes.js';
import { placeCookie as deviceCookie } from '../../contract/line/place-shapes.js';
import { JoinShape } from '../../contract/line/line-shapes.js';
import { Config } from '../../platform/config/config.js';
import { Cookies } from '../../platform/http/cookies.js';
import type { HotReply, HotRequest } from '../../platform/http/hot-request.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { HotDoor } from '../../platform/http/route-config.js';
import { type ClientNetwork, clientNetworkOf } from '../../platform/http/network.js';
import { isForeignPage } from '../../platform/http/same-origin.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { JoinService } from '../../queue/places/join.service.js';
import { GroupService } from '../../queue/places/group.service.js';
import { ChallengeService } from '../../queue/challenge/challenge.service.js';
import { entryRulesOf } from '../catalogue/sale-view.rules.js';
import type { SaleView } from '../sales.types.js';
import { FanTickets } from './fan-tickets.service.js';
import { placeOf } from './place-answers.errors.js';
import { PlaceInput } from './place-input.types.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import { Answers } from '../../platform/openapi/answers.js';

const COOKIE_SECONDS = 30 * 24 * 3_600;

/** Joining the line. */
@ApiTags('line')
@Controller('v1/sales')
export class PlacesController {
  constructor(
    private readonly sales: SaleCache,
    private readonly joins: JoinService,
    private readonly groups: GroupService,
    private readonly challenges: ChallengeService,
    private readonly tickets: FanTickets,
    private readonly cookies: Cookies,
    private readonly config: Config,
  ) {}

  @Post(':slug/places')
  @HotDoor({ withoutRouter: true })
  @ApiOperation({ summary: 'Take a place; the same device gets the place it has, with 200' })
  @Answers([200, 201], JoinShape)
  async take(
    @Param('slug') slug: string,
    @Body() body: PlaceInput,
    @IdempotencyKey() callKey: string | null,
    @Req() request: HotRequest,
    @Res({ passthrough: true }) reply: HotReply,
  ): Promise<JoinShape> {
    if (isForeignPage(request.headers, this.config.publicUrl)) throw new ProblemError('FORBIDDEN_ORIGIN');
    const view = await this.published(slug);
    const { lane, challenge, accessCode, identity, groupCode } = body;
    const device = this.cookies.read(request, deviceCookie(view.id));
    const hasTickets = (fan: string) => this.tickets.has(view, fan);
    if (body.onlyPresent === true) {
      const present = device && (await this.joins.present(view.id, { device, hasTickets }));
      if (!present) throw new ProblemError('NOT_FOUND');
      return placeOf(present, view.state);
    }
    const entry = {
      rules: entryRulesOf(view),
      proofs: { challenge, accessCode, identity },
      client: () => this.clientOf(request),
    };
    const result =
      groupCode === undefined
        ? await this.joins.join(view.id, {
            lane,
            device,
            callKey,
            entry,
            hasTickets,
          })
        : await this.groups.join(view.id, groupCode, device, entry, callKey);
    const place = placeOf(result, view.state);
    this.cookies.set(reply, deviceCookie(view.id), place.placeToken, {
      maxAgeSeconds: COOKIE_SECONDS,
      sameSite: 'lax',
    });
    void reply.status(result.kind === 'taken' ? HttpStatus.CREATED : HttpStatus.OK);
    return place;
  }

  @Get(':slug/challenge')
  @ApiOperation({
    summary: 'A proof of work for the join: an ALTCHA challenge, good for two minutes and for one place',
  })
  @Answers(200, ChallengeShape)
  async challenge(@Param('slug') slug: string, @Req() request: FastifyRequest): Promise<ChallengeShape> {
    const view = await this.published(slug);
    // a challenge solved in advance would be no obstacle, so it is issued only once it can be used
    if (view.state === 'scheduled') throw new ProblemError('SALE_NOT_OPEN');
    if (view.state === 'closed') throw new ProblemError('SALE_CLOSED');
    return await this.challenges.mint(view.id, view.challenge, this.clientOf(request));
  }

  private clientOf(request: Pick<FastifyRequest, 'socket' | 'headers'>): ClientNetwork {
    return clientNetworkOf(request, this.config.trustedProxies);
  }

  private async published(slug: string): Promise<SaleView> {
    const view = await this.sales.bySlug(slug);
    if (!view || view.state === 'draft') throw new ProblemError('NOT_FOUND');
    return view;
  }
}
