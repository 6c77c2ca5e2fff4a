import { idPattern } from '../../contract/ids.js';
import { RepeatedBy } from '../../platform/idempotency/repeated-by.js';
import { NoticeInput } from '../../sales/catalogue/input/notice-input.types.js';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { RevocationShape } from '../../contract/line/pass-shapes.js';
import {
  SaleInputAnswer,
  SalePolicyAnswer,
  StaffSaleShape,
  StaffSalesPage,
} from '../../contract/staff/staff-shapes.js';
import { SaleState } from '../../contract/sale/sale-shapes.js';
import { JoinSwitchesShape } from '../../contract/line/entry-shapes.js';
import { Config } from '../../platform/config/config.js';
import { LargeBody } from '../../platform/http/route-config.js';
import { ProblemError } from '../../platform/problem/problem.js';
import { PolicyChangeInput } from '../../sales/catalogue/input/policy-input.types.js';
import { DraftInput, SaleChangeInput, SaleInput } from '../../sales/catalogue/input/sale-input.types.js';
import { TypeChangeInput } from '../../sales/catalogue/input/type-change.types.js';
import type { SaleView } from '../../sales/sales.types.js';
import { approvalRequired } from '../approvals/approval-answers.js';
import { Roles, StaffGuard } from '../sign-in/staff.guard.js';
import { RevokePassesBody } from '../pass-keys/pass-keys.dto.js';
import { running, staffOf } from '../sign-in/staff.types.js';
import { changedSale, createdSale, expectRemoved, extendedSale, movedSale, replacedSale } from './sale-answers.js';
import { JoinSwitchesBody } from './join-switches.dto.js';
import { StaffSalesService, type SaleMoveVerb } from './staff-sales.service.js';
import { StaffTypeChanges } from './staff-type-changes.service.js';
import { policyAnswerOf } from './sale.shape.js';
import { Answers, AnswersNothing } from '../../platform/openapi/answers.js';

class SalesQuery {
  /** Substring of a name, an address, a show or a venue. */
  @IsOptional()
  @Matches(/^[^\p{C}]{0,100}$/u)
  search?: string;
  @IsOptional()
  @IsIn(SaleState.enum)
  state?: SaleState;
  /** `next` of the previous page. */
  @IsOptional()
  @Matches(idPattern('sale'))
  after?: string;
}

class ExtensionInput {
  @IsInt()
  @Min(1)
  @Max(60)
  minutes: number;
}

/** Sales and their controls. Every role reads; owners and managers change; operators run live sales. */
@ApiTags('staff')
@ApiBearerAuth('bearer')
@UseGuards(StaffGuard)
@Controller('v1/admin/sales')
export class StaffSalesController {
  constructor(
    private readonly sales: StaffSalesService,
    private readonly types: StaffTypeChanges,
    private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Sales, fifty at a time: what runs, then drafts, then what is closed; newest first' })
  @Answers(200, StaffSalesPage)
  async list(@Query() { search = '', state, after }: SalesQuery): Promise<StaffSalesPage> {
    return await this.sales.list({ search: search.trim() || null, state: state ?? null, after: after ?? null });
  }

  @Post()
  @Roles('owner', 'manager')
  @LargeBody(StaffGuard)
  @RepeatedBy<StaffSalesController>('read')
  @ApiOperation({ summary: 'Make a sale; it is a draft until it is published' })
  @Answers(201, StaffSaleShape)
  async create(@Body() body: SaleInput, @Req() request: FastifyRequest): Promise<StaffSaleShape> {
    return await this.sales.shapeOf(createdSale(await this.sales.create(staffOf(request), body)));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One sale' })
  @Answers(200, StaffSaleShape)
  async read(@Param('id') id: string): Promise<StaffSaleShape> {
    return await this.sales.shapeOf(await this.known(id));
  }

  @Get(':id/input')
  @ApiOperation({ summary: 'The body that would make this sale: to go on with a draft, or to make the same again' })
  @Answers(200, SaleInputAnswer)
  async input(@Param('id') id: string): Promise<SaleInputAnswer> {
    const answer = await this.sales.input(id);
    if (answer === null) throw new ProblemError('NOT_FOUND');
    return answer;
  }

  @Put(':id')
  @RepeatedBy<StaffSalesController>('read')
  @Roles('owner', 'manager')
  @LargeBody(StaffGuard)
  @ApiOperation({ summary: 'Replace a draft; its id stays' })
  @Answers(200, StaffSaleShape)
  async replace(
    @Param('id') id: string,
    @Body() { version, ...body }: DraftInput,
    @Req() request: FastifyRequest,
  ): Promise<StaffSaleShape> {
    return await this.sales.shapeOf(replacedSale(await this.sales.replace(staffOf(request), id, body, version)));
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Delete a draft; its address is free again' })
  @AnswersNothing()
  async remove(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    expectRemoved(await this.sales.removeDraft(staffOf(request), id));
  }

  @Patch(':id')
  @RepeatedBy<StaffSalesController>('read')
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Change what the sale page shows, and times that are ahead' })
  @Answers(200, StaffSaleShape)
  async update(
    @Param('id') id: string,
    @Body() body: SaleChangeInput,
    @Req() request: FastifyRequest,
  ): Promise<StaffSaleShape> {
    return await this.sales.shapeOf(changedSale(await this.sales.update(staffOf(request), id, body)));
  }

  @Patch(':id/ticket-types/:typeId')
  @RepeatedBy<StaffSalesController>('read')
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Change the limits of a published ticket type, and its price while nobody holds one' })
  @Answers(200, StaffSaleShape)
  async changeType(
    @Param('id') id: string,
    @Param('typeId') typeId: string,
    @Body() body: TypeChangeInput,
    @Req() request: FastifyRequest,
  ): Promise<StaffSaleShape> {
    await this.types.change(staffOf(request), id, typeId, body);
    return await this.sales.shapeOf(await this.known(id));
  }

  @Post(':id/publish')
  @RepeatedBy<StaffSalesController>('read')
  @HttpCode(200)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'Make a draft public; every boundary that is past is crossed before the answer' })
  @Answers(200, StaffSaleShape)
  async publish(@Param('id') id: string, @Req() request: FastifyRequest): Promise<StaffSaleShape> {
    return await this.move('publish', id, request);
  }

  @Post(':id/open')
  @RepeatedBy<StaffSalesController>('read')
  @HttpCode(200)
  @Roles(...running)
  @ApiOperation({ summary: 'Open now, before the time' })
  @Answers(200, StaffSaleShape)
  async open(@Param('id') id: string, @Req() request: FastifyRequest): Promise<StaffSaleShape> {
    return await this.move('open', id, request);
  }

  @Post(':id/pause')
  @RepeatedBy<StaffSalesController>('read')
  @HttpCode(200)
  @Roles(...running)
  @ApiOperation({ summary: 'Pause: no calls and no new holds' })
  @Answers(200, StaffSaleShape)
  async pause(@Param('id') id: string, @Req() request: FastifyRequest): Promise<StaffSaleShape> {
    return await this.move('pause', id, request);
  }

  @Post(':id/resume')
  @RepeatedBy<StaffSalesController>('read')
  @HttpCode(200)
  @Roles(...running)
  @ApiOperation({ summary: 'Resume' })
  @Answers(200, StaffSaleShape)
  async resume(@Param('id') id: string, @Req() request: FastifyRequest): Promise<StaffSaleShape> {
    return await this.move('resume', id, request);
  }

  @Post(':id/close')
  @RepeatedBy<StaffSalesController>('read')
  @HttpCode(200)
  @Roles('owner', 'manager')
  @ApiOperation({ summary: 'End the sale for good' })
  @Answers(200, StaffSaleShape)
  async close(@Param('id') id: string, @Req() request: FastifyRequest): Promise<StaffSaleShape> {
    return await this.move('close', id, request);
  }

  @Get(':id/policy')
  @ApiOperation({ summary: 'How fast people are let in, with its version' })
  @Answers(200, SalePolicyAnswer)
  async policy(@Param('id') id: string): Promise<SalePolicyAnswer> {
    return policyAnswerOf(await this.known(id), this.config.stripeRate);
  }

  @Put(':id/policy')
  @RepeatedBy<StaffSalesController>('policy')
  @Roles(...running)
  @ApiOperation({ summary: 'Change the policy; another version than the given one is a conflict' })
  @Answers(200, SalePolicyAnswer)
  async setPolicy(
    @Param('id') id: string,
    @Body() body: PolicyChangeInput,
    @Req() request: FastifyRequest,
  ): Promise<SalePolicyAnswer> {
    return policyAnswerOf(changedSale(await this.sales.setPolicy(staffOf(request), id, body)), this.config.stripeRate);
  }

  @Post(':id/revoke-passes')
  @HttpCode(200)
  @Roles(...running)
  @ApiOperation({ summary: 'End admissions at once: those named by the subject of their passes, else all of the sale' })
  @Answers(200, RevocationShape)
  async revokePasses(
    @Param('id') id: string,
    @Body() body: RevokePassesBody,
    @Req() request: FastifyRequest,
  ): Promise<RevocationShape> {
    await this.known(id);
    const result = await this.sales.revokePasses(staffOf(request), id, body.subs ?? []);
    if (result.kind === 'away') throw new ProblemError('CORE_AWAY');
    if (result.kind === 'needs_approval') throw approvalRequired(result);
    return { revoked: result.revoked, at: new Date().toISOString() };
  }

  @Post(':id/notice')
  @RepeatedBy<StaffSalesController>('read')
  @HttpCode(200)
  @Roles(...running)
  @ApiOperation({ summary: 'Set or clear the notice to waiting fans' })
  @Answers(200, StaffSaleShape)
  async setNotice(
    @Param('id') id: string,
    @Body() body: NoticeInput,
    @Req() request: FastifyRequest,
  ): Promise<StaffSaleShape> {
    return await this.sales.shapeOf(changedSale(await this.sales.setNotice(staffOf(request), id, body)));
  }

  @Post(':id/joins')
  @HttpCode(200)
  @Roles(...running)
  @ApiOperation({ summary: 'Let nobody new join, or ask everybody for the challenge; places that were taken stay' })
  @Answers(200, JoinSwitchesShape)
  async setJoins(
    @Param('id') id: string,
    @Body() body: JoinSwitchesBody,
    @Req() request: FastifyRequest,
  ): Promise<JoinSwitchesShape> {
    const { joinsFrozen, challenge } = changedSale(await this.sales.setJoins(staffOf(request), id, body));
    return { frozen: joinsFrozen, challenge };
  }

  @Post(':id/extend-deadlines')
  @HttpCode(200)
  @Roles(...running)
  @RepeatedBy<StaffSalesController>('read')
  @ApiOperation({ summary: 'Extend all open deadlines' })
  @Answers(200, StaffSaleShape)
  async extendDeadlines(
    @Param('id') id: string,
    @Body() { minutes }: ExtensionInput,
    @Req() request: FastifyRequest,
  ): Promise<StaffSaleShape> {
    return await this.sales.shapeOf(extendedSale(await this.sales.extendDeadlines(staffOf(request), id, minutes)));
  }

  private async move(verb: SaleMoveVerb, id: string, request: FastifyRequest): Promise<StaffSaleShape> {
    return await this.sales.shapeOf(movedSale(await this.sales.move(staffOf(request), id, verb), verb));
  }

  private async known(id: string): Promise<SaleView> {
    const view = await this.sales.read(id);
    if (!view) throw new ProblemError('NOT_FOUND');
    return view;
  }
}
