import { Body, Controller, Delete, Get, HttpStatus, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OrderShape } from '../contract/shapes.js';
import { bearerOf } from '../platform/http/bearer.js';
import { IdempotencyKey } from '../platform/http/idempotency-key.js';
import { HotDoor } from '../platform/http/route-config.js';
import { CreateOrderDto } from './dto/orders.dto.js';
import { type OrderCredentials, OrdersService } from './orders.service.js';
import { unlessRefused } from './refusal.js';

@ApiTags('orders')
@ApiBearerAuth('bearer')
@Controller('v1/orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Post()
  @HotDoor()
  async create(
    @Body() body: CreateOrderDto,
    @IdempotencyKey() key: string | null,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderShape> {
    const { order, fresh } = unlessRefused(await this.orders.create(bearerOf(request, 'Bearer'), key, body));
    void reply.status(fresh ? HttpStatus.CREATED : HttpStatus.OK);
    return order;
  }

  @Get(':id')
  @HotDoor()
  @ApiSecurity('order')
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<OrderShape> {
    return unlessRefused(await this.orders.read(id, credentialsOf(request))).order;
  }

  @Delete(':id')
  @ApiSecurity('order')
  async cancel(@Param('id') id: string, @Req() request: FastifyRequest): Promise<OrderShape> {
    return unlessRefused(await this.orders.cancel(id, credentialsOf(request))).order;
  }
}

function credentialsOf(request: FastifyRequest): OrderCredentials {
  return { pass: bearerOf(request, 'Bearer'), accessToken: bearerOf(request, 'Order') };
}
