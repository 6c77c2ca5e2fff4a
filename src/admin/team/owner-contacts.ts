import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PromoterContacts } from '../../partners/delivery/promoter-contacts.service.js';
import { MembersRepository } from '../sign-in/members.repository.js';

/** Has the team's owners mailed about the promoter's own endpoints. */
@Injectable()
export class OwnerContacts implements OnModuleInit {
  constructor(
    private readonly contacts: PromoterContacts,
    private readonly members: MembersRepository,
  ) {}

  onModuleInit(): void {
    this.contacts.use(() => this.members.ownerAddresses());
  }
}
