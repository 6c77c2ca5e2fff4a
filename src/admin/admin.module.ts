import { Module } from '@nestjs/common';
import { CheckoutModule } from '../checkout/checkout.module.js';
import { InventoryModule } from '../inventory/inventory.module.js';
import { PartnersModule } from '../partners/partners.module.js';
import { PaymentsModule } from '../payments/payments.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { HistoryRepository } from './live/history.repository.js';
import { LiveService } from './live/live.service.js';
import { LiveStore } from './live/live.store.js';
import { SaleSeatMaps } from './seat-maps/sale-seat-maps.service.js';
import { StaffTypeChanges } from './sales/staff-type-changes.service.js';
import { StaffStockService } from './stock/staff-stock.service.js';
import { StaffSalesService } from './sales/staff-sales.service.js';
import { ApprovalGate } from './approvals/approval-gate.js';
import { Effects } from './approvals/effects.service.js';
import { CodeVoids } from './access-codes/code-voids.service.js';
import { ApprovalsRepository } from './approvals/approvals.repository.js';
import { ApprovalsService } from './approvals/approvals.service.js';
import { ProposalRunner } from './approvals/proposal-runner.js';
import { StaffRefunds } from './orders/staff-refunds.service.js';
import { StaffShows } from './sales/staff-shows.service.js';
import { RehearsalsRepository } from './rehearsal/rehearsals.repository.js';
import { RehearsalsService } from './rehearsal/rehearsals.service.js';
import { ReportRepository } from './report/report.repository.js';
import { ReportService } from './report/report.service.js';
import { StaffReports } from './report/staff-reports.service.js';
import { AuditLogRepository } from './audit/audit-log.repository.js';
import { AccountService } from './account/account.service.js';
import { PasswordResets } from './account/password-resets.service.js';
import { KnownDevices } from './sign-in/known-devices.js';
import { SecondFactor } from './sign-in/second-factor.js';
import { SessionEnds } from './sign-in/session-ends.js';
import { SessionsRepository } from './sign-in/sessions.repository.js';
import { SignInChallenge } from './sign-in/sign-in-challenge.js';
import { StaffSettingsRepository } from './team/staff-settings.repository.js';
import { TeamRepository } from './team/team.repository.js';
import { TeamService } from './team/team.service.js';
import { TeamSettings } from './team/team-settings.service.js';
import { MembersRepository } from './sign-in/members.repository.js';
import { OwnerService } from './sign-in/owner.service.js';
import { Passwords } from './sign-in/passwords.js';
import { StaffSessions } from './sign-in/staff-sessions.js';
import { Passkeys } from './passkeys/passkeys.service.js';
import { PasskeysRepository } from './passkeys/passkeys.repository.js';
import { OidcSignIn } from './oidc/oidc.service.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { SignInStore } from './sign-in/sign-in.store.js';

/** The promoter's team: composes the other rooms and holds none of their logic. */
@Module({
  imports: [SalesModule, QueueModule, InventoryModule, PaymentsModule, CheckoutModule, PartnersModule],
  providers: [
    MembersRepository,
    Passwords,
    SignInStore,
    SignInService,
    StaffSessions,
    ...[Passkeys, PasskeysRepository, OidcSignIn],
    OwnerService,
    SessionsRepository,
    SessionEnds,
    SecondFactor,
    SignInChallenge,
    KnownDevices,
    StaffSettingsRepository,
    TeamRepository,
    TeamService,
    TeamSettings,
    PasswordResets,
    AccountService,
    ApprovalGate,
    Effects,
    CodeVoids,
    ApprovalsRepository,
    ApprovalsService,
    ProposalRunner,
    StaffRefunds,
    StaffShows,
    AuditLogRepository,
    RehearsalsRepository,
    RehearsalsService,
    ReportRepository,
    ReportService,
    StaffReports,
    StaffSalesService,
    LiveService,
    LiveStore,
    StaffStockService,
    StaffTypeChanges,
    SaleSeatMaps,
    HistoryRepository,
  ],
  exports: [
    SignInService,
    SignInStore,
    StaffSessions,
    ...[Passkeys, OidcSignIn],
    OwnerService,
    MembersRepository,
    SessionsRepository,
    SignInChallenge,
    StaffSettingsRepository,
    TeamService,
    TeamSettings,
    PasswordResets,
    AccountService,
    ApprovalsService,
    CodeVoids,
    StaffRefunds,
    StaffShows,
    AuditLogRepository,
    RehearsalsService,
    ReportService,
    StaffReports,
    StaffSalesService,
    StaffStockService,
    StaffTypeChanges,
    SaleSeatMaps,
    LiveService,
    LiveStore,
    HistoryRepository,
  ],
})
export class AdminModule {}
