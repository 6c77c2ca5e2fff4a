import { Module } from '@nestjs/common';
import { PromoterContacts } from './delivery/promoter-contacts.service.js';
import { EndpointCalls } from './endpoints/endpoint-calls.service.js';
import { EndpointsRepository } from './endpoints/endpoints.repository.js';
import { MessagesRepository } from './endpoints/messages.repository.js';
import { MessagesService } from './endpoints/messages.service.js';
import { WebhooksService } from './endpoints/webhooks.service.js';
import { EventsRepository } from './events/events.repository.js';
import { EventsService } from './events/events.service.js';
import { ApiKeysRepository } from './keys/api-keys.repository.js';
import { ApiKeysService } from './keys/api-keys.service.js';
import { PartnerLogRepository } from './log/partner-log.repository.js';
import { PartnerMembersRepository } from './members/members.repository.js';
import { PartnerMembers } from './members/members.service.js';
import { PortalLinks } from './members/portal-links.service.js';
import { PortalLinksStore } from './members/portal-links.store.js';
import { PortalSessionsRepository } from './members/portal-sessions.repository.js';
import { PortalSessions } from './members/portal-sessions.service.js';
import { PartnersRepository } from './partners.repository.js';
import { PartnersService } from './partners.service.js';

@Module({
  providers: [
    PartnersService,
    PartnersRepository,
    ApiKeysService,
    ApiKeysRepository,
    PartnerMembers,
    PartnerMembersRepository,
    PortalLinks,
    PortalLinksStore,
    PortalSessions,
    PortalSessionsRepository,
    WebhooksService,
    EndpointsRepository,
    MessagesService,
    MessagesRepository,
    EndpointCalls,
    EventsService,
    EventsRepository,
    PartnerLogRepository,
    PromoterContacts,
  ],
  exports: [
    PartnersService,
    PartnerMembers,
    PortalLinks,
    PortalSessions,
    ApiKeysService,
    WebhooksService,
    MessagesService,
    EndpointCalls,
    EventsService,
    PartnerLogRepository,
    PromoterContacts,
  ],
})
export class PartnersModule {}
