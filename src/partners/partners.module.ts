import { Module } from '@nestjs/common';
import { EndpointsRepository } from './endpoints/endpoints.repository.js';
import { WebhooksService } from './endpoints/webhooks.service.js';
import { ApiKeysRepository } from './keys/api-keys.repository.js';
import { ApiKeysService } from './keys/api-keys.service.js';
import { PartnersRepository } from './partners.repository.js';
import { PartnersService } from './partners.service.js';

@Module({
  providers: [
    PartnersService,
    PartnersRepository,
    ApiKeysService,
    ApiKeysRepository,
    WebhooksService,
    EndpointsRepository,
  ],
  exports: [PartnersService, ApiKeysService, WebhooksService],
})
export class PartnersModule {}
