import { Injectable } from '@nestjs/common';
import { newId } from '../platform/ids.js';
import { PartnersRepository, type StreamEventView } from './partners.repository.js';

export interface PartnerView {
  id: string;
  name: string;
  channels: string[];
}
const MAX_PAGE = 500;

/** Partners and what their stream tells them: the same events as the webhooks, to be read from any point. */
@Injectable()
export class PartnersService {
  constructor(private readonly repository: PartnersRepository) {}

  async create(name: string, channels: readonly string[]): Promise<PartnerView> {
    return await this.repository.insert(newId('prt'), name, [...channels]);
  }

  async list(): Promise<PartnerView[]> {
    return await this.repository.list();
  }

  /** Events with a sequence above `after`, in order, at most `limit` (500). A partner without a stream has none. */
  async eventsAfter(partnerId: string | null, after: number, limit: number): Promise<StreamEventView[]> {
    return await this.repository.eventsAfter(partnerId, after, Math.min(limit, MAX_PAGE));
  }
}
