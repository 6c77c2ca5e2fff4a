import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CheckoutModule } from '../checkout/checkout.module.js';
import { PartnersModule } from '../partners/partners.module.js';
import { QueueModule } from '../queue/queue.module.js';
import { SalesModule } from '../sales/sales.module.js';
import { TicketsModule } from '../tickets/tickets.module.js';
import { InventoryModule } from '../inventory/inventory.module.js';
import { AdminModule } from './admin.module.js';
import { AccessCodesController } from './access-codes/access-codes.controller.js';
import { ApprovalsController } from './approvals/approvals.controller.js';
import { RehearsalsController } from './rehearsal/rehearsals.controller.js';
import { PublicReportsController } from './report/public-reports.controller.js';
import { ReportsController } from './report/reports.controller.js';
import { OidcController } from './oidc/oidc.controller.js';
import { PasskeySignInController } from './passkeys/passkey-sign-in.controller.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { AccountController } from './account/account.controller.js';
import { PasswordResetsController } from './account/password-resets.controller.js';
import { InvitationsController, TeamController } from './team/team.controller.js';
import { AuditTrail } from './audit/audit-trail.interceptor.js';
import { StaffAuditController } from './audit/audit.controller.js';
import { BuyerMessagesController } from './messages/buyer-messages.controller.js';
import { RebuildsController } from './rebuilds/rebuilds.controller.js';
import { LiveController } from './live/live.controller.js';
import { AttentionController } from './orders/attention.controller.js';
import { StaffOrdersController } from './orders/orders.controller.js';
import { OrderNotesController } from './orders/order-notes.controller.js';
import { RefundsController } from './orders/refunds.controller.js';
import { AdminPageController } from './page/page.controller.js';
import { SaleSeatMapController, SeatMapsController } from './seat-maps/seat-maps.controller.js';
import { StaffStockController } from './stock/stock.controller.js';
import { StaffPicturesController } from './pictures/staff-pictures.controller.js';
import { PromoCodesController } from './promo/promo-codes.controller.js';
import { CancelShowController } from './sales/cancel-show.controller.js';
import { StaffApiKeysController } from './partners/api-keys.controller.js';
import { StaffPartnerEndpointsController } from './partners/partner-endpoints.controller.js';
import { StaffPartnerMembersController } from './partners/partner-members.controller.js';
import { StaffPartnersController } from './partners/partners.controller.js';
import { PassKeysController } from './pass-keys/pass-keys.controller.js';
import { StaffSalesController } from './sales/sales.controller.js';
import { PrivacyController } from './privacy/privacy.controller.js';
import { ScansController } from './scans/scans.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { StaffWebhooksController } from './webhooks/webhooks.controller.js';

@Module({
  imports: [AdminModule, InventoryModule, SalesModule, QueueModule, CheckoutModule, PartnersModule, TicketsModule],
  providers: [{ provide: APP_INTERCEPTOR, useClass: AuditTrail }],
  controllers: [
    SignInController,
    ...[PasskeySignInController, PasskeysController, OidcController],
    AccountController,
    PasswordResetsController,
    TeamController,
    ApprovalsController,
    RehearsalsController,
    ReportsController,
    PublicReportsController,
    InvitationsController,
    StaffSalesController,
    AccessCodesController,
    CancelShowController,
    PassKeysController,
    LiveController,
    RebuildsController,
    BuyerMessagesController,
    StaffStockController,
    SeatMapsController,
    SaleSeatMapController,
    StaffWebhooksController,
    StaffPartnersController,
    StaffPartnerMembersController,
    StaffPartnerEndpointsController,
    StaffApiKeysController,
    StaffAuditController,
    StaffOrdersController,
    StaffPicturesController,
    PromoCodesController,
    RefundsController,
    OrderNotesController,
    AttentionController,
    ScansController,
    PrivacyController,
    AdminPageController,
  ],
})
export class AdminDoorsModule {}
