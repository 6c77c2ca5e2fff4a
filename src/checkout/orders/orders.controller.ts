import { Body, Controller, Delete, Get, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { OrderShape } from '../../contract/orders/order-shapes.js';
import { Config } from '../../platform/config/config.js';
import { bearerOf } from '../../platform/http/bearer.js';
import type { HotRequest } from '../../platform/http/hot-request.js';
import { IdempotencyKey } from '../../platform/http/idempotency-key.js';
import { clientNetwork } from '../../platform/http/network.js';
import { HotDoor } from '../../platform/http/route-config.js';
import { CreateOrderDto } from './placing/order-input.types.js';
import { OrderCredentialsReader } from './order-credentials.js';
import { OrdersService } from './orders.service.js';
import { unlessRefused } from '../checkout.errors.js';
import { Answers } from '../../platform/openapi/answers.js';

@ApiTags('orders')
@ApiBearerAuth('bearer')
@Controller('v1/orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly config: Config,
    private readonly credentials: OrderCredentialsReader,
  ) {}

  @Post()
  @HotDoor({ withoutRouter: true })
  @ApiOperation({ summary: 'Place an order for a hold' })
  @Answers(201, OrderShape)
  async create(
    @Body() body: CreateOrderDto,
    @IdempotencyKey() key: string | null,
    @Req() request: HotRequest,
  ): Promise<OrderShape> {
    const placed = await this.orders.create(bearerOf(request, 'Bearer'), key, body, this.networkOf(request));
    return unlessRefused(placed).order;
  }

  @Get(':id')
  @HotDoor({ withoutRouter: true })
  @ApiSecurity('order')
  @ApiOperation({ summary: 'How an order stands; with its access token, the tickets too' })
  @Answers(200, OrderShape)
  async read(@Param('id') id: string, @Req() request: HotRequest): Promise<OrderShape> {
    return unlessRefused(await this.orders.read(id, this.credentials.of(request))).order;
  }

  @Delete(':id')
  @ApiSecurity('order')
  @ApiOperation({ summary: 'Cancel a pending order' })
  @Answers(200, OrderShape)
  async cancel(@Param('id') id: string, @Req() request: FastifyRequest): Promise<OrderShape> {
    return unlessRefused(await this.orders.cancel(id, this.credentials.of(request))).order;
  }

  private networkOf(request: HotRequest): string {
    const forwarded = request.headers['x-forwarded-for'];
    const seen = typeof forwarded === 'string' ? forwarded : undefined;
    return clientNetwork(request.ip, seen, this.config.trustedProxies).prefix;
  }
}
