import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';

/** Addresses that asked for no mails about turns, by digest. Rows are deleted after 30 days, which ends the stop. */
@Injectable()
export class MailStopsRepository {
  constructor(private readonly prisma: PrismaService) {}

  async stop(person: string): Promise<void> {
    await this.prisma.$executeRaw`
      INSERT INTO queue_mail_stop (person) VALUES (${person})
      ON CONFLICT (person) DO UPDATE SET stopped_at = now()`;
  }

  async isStopped(person: string): Promise<boolean> {
    return (await this.prisma.queueMailStop.count({ where: { person } })) > 0;
  }
}
