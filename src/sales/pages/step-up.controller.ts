import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { StepUpAskedShape } from '../../contract/line/step-up.js';
import { bearerOf } from '../../platform/http/bearer.js';
import { languageOf } from '../../platform/http/language.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { StepUpService } from '../../queue/entry/step-up.service.js';
import { entryRulesOf } from '../catalogue/sale-view.rules.js';
import { SaleCache } from '../catalogue/cache/sale-cache.service.js';
import type { SaleView } from '../sales.types.js';
import { stepUpProblem } from './place-answers.errors.js';
import { IdentityCodeInput, StepUpInput } from './place-input.types.js';

/** The step-up at the turn. It stands here because the mail names the sale. */
@ApiTags('place')
@ApiSecurity('place')
@Controller('v1/place/step-up')
export class StepUpController {
  constructor(
    private readonly sales: SaleCache,
    private readonly stepUps: StepUpService,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Have a code sent, once a claim was answered STEP_UP_REQUIRED; the same for every address' })
  @Answers(202, StepUpAskedShape)
  async ask(@Body() { email }: StepUpInput, @Req() request: FastifyRequest): Promise<StepUpAskedShape> {
    const { view, token } = await this.placed(request);
    const result = await this.stepUps.ask(token, view, email, languageOf(request.headers['accept-language']));
    if (result.kind !== 'sent') throw stepUpProblem(result);
    return { sent: true, codeLivesSeconds: result.codeLivesSeconds };
  }

  @Post('confirm')
  @HttpCode(204)
  @ApiOperation({ summary: 'Confirm the address by its code; the place is called again' })
  @AnswersNothing()
  async confirm(@Body() { email, code }: IdentityCodeInput, @Req() request: FastifyRequest): Promise<void> {
    const { view, token } = await this.placed(request);
    const sale = { id: view.id, name: view.name, rules: entryRulesOf(view) };
    const result = await this.stepUps.confirm(token, sale, email, code.replace(/\s/g, ''));
    if (result.kind !== 'proved') throw stepUpProblem(result);
  }

  private async placed(request: FastifyRequest): Promise<{ view: SaleView; token: string }> {
    const token = bearerOf(request, 'Place');
    if (token === null) throw new ProblemError('PLACE_TOKEN_REQUIRED');
    const saleId = this.stepUps.saleIdOf(token);
    const view = saleId === null ? null : await this.sales.byId(saleId);
    if (!view || view.state === 'draft') throw new ProblemError('PLACE_TOKEN_INVALID');
    if (view.state === 'closed') throw new ProblemError('SALE_CLOSED');
    return { view, token };
  }
}
