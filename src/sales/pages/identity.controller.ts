import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { IdentityAskedShape, IdentityShape } from '../../contract/line/entry-shapes.js';
import { languageOf } from '../../platform/http/language.js';
import { Config } from '../../platform/config/config.js';
import { clientNetworkOf } from '../../platform/http/network.js';
import { Answers } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { EntryService } from '../../queue/entry/entry.service.js';
import { IdentityService } from '../../queue/identity/identity.service.js';
import { entryRulesOf } from '../catalogue/sale-view.rules.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../sales.types.js';
import { IdentityCodeInput, IdentityInput } from './place-input.types.js';
import { refusalOf } from './place-answers.errors.js';

/** Verifies an e-mail address, for sales that allow one place per person. */
@ApiTags('line')
@Controller('v1/sales')
export class IdentityController {
  constructor(
    private readonly sales: SaleCache,
    private readonly entries: EntryService,
    private readonly identities: IdentityService,
    private readonly config: Config,
  ) {}

  @Post(':slug/identity')
  @HttpCode(202)
  @ApiOperation({ summary: 'Have a code sent to an e-mail address; the answer is the same for every address' })
  @Answers(202, IdentityAskedShape)
  async ask(
    @Param('slug') slug: string,
    @Body() { email, challenge }: IdentityInput,
    @Req() request: FastifyRequest,
  ): Promise<IdentityAskedShape> {
    const view = await this.withMail(slug);
    const language = languageOf(request.headers['accept-language']);
    const client = clientNetworkOf(request, this.config.trustedProxies);
    const refusal = await this.entries.admitMail(view.id, { rules: entryRulesOf(view), proofs: { challenge } }, client);
    if (refusal) throw refusalOf(refusal);
    return { sent: true, ...(await this.identities.askByMail(view, email, language)) };
  }

  @Post(':slug/identity/confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Exchange the code for a proof that the join takes as `identity`' })
  @Answers(200, IdentityShape)
  async confirm(@Param('slug') slug: string, @Body() { email, code }: IdentityCodeInput): Promise<IdentityShape> {
    const view = await this.withMail(slug);
    const proof = await this.identities.confirm(view.id, email, code.replace(/\s/g, ''));
    if (!proof) throw new ProblemError('IDENTITY_CODE_INVALID');
    return proof;
  }

  private async withMail(slug: string): Promise<SaleView> {
    const view = await this.sales.bySlug(slug);
    if (!view || view.state === 'draft') throw new ProblemError('NOT_FOUND');
    if (view.state === 'closed') throw new ProblemError('SALE_CLOSED');
    if (view.entry !== 'email')
      throw new ProblemError('NOT_SUPPORTED', { detail: 'This sale asks for no e-mail address.' });
    return view;
  }
}
