import { Module } from '@nestjs/common';
import { AdmissionService } from './admission/admission.service.js';
import { ClaimService } from './admission/claim.service.js';
import { EpochGuard } from './line/epoch-guard.service.js';
import { BeaconSource } from './draw/beacon-source.js';
import { DrawService } from './draw/draw.service.js';
import { EpochService } from './line/epoch.service.js';
import { FiguresService } from './line/figures.service.js';
import { ChallengeService } from './challenge/challenge.service.js';
import { NetworkShares } from './challenge/network-shares.js';
import { AccessCodesService } from './codes/access-codes.service.js';
import { CodesRepository } from './codes/codes.repository.js';
import { GuessesStore } from './codes/guesses.store.js';
import { AccountKeys } from './identity/account-keys.js';
import { PublishedKeys } from './identity/published-keys.js';
import { MailStopsRepository } from './push/mail-stops.repository.js';
import { PersonsRepository } from './identity/persons.repository.js';
import { BusyNetworks } from './entry/busy-networks.service.js';
import { PersonPlaces } from './entry/person-places.service.js';
import { TourPlaces } from './entry/tour-places.js';
import { TourPersonsRepository } from './identity/tour-persons.repository.js';
import { CardChecksStore } from './identity/card-checks.store.js';
import { GroupPersons } from './entry/group-persons.js';
import { FormMailsStore } from './identity/form-mails.store.js';
import { EmailCodesStore } from './identity/email-codes.store.js';
import { IdentityService } from './identity/identity.service.js';
import { EntryService } from './entry/entry.service.js';
import { GuardedJoinStore } from './entry/guarded-join.store.js';
import { GuardedJoins } from './entry/guarded-joins.js';
import { JoinCallsStore } from './entry/join-calls.store.js';
import { RepeatedGroupJoins } from './entry/repeated-group-joins.js';
import { RepeatedJoins } from './entry/repeated-joins.js';
import { JoinService } from './places/join.service.js';
import { PlainJoins } from './places/plain-joins.js';
import { LineRecordCache } from './line/line-record-cache.service.js';
import { LineStore } from './line/line.store.js';
import { LineReadings } from './line/line-readings.js';
import { Reservations } from './line/reservations.service.js';
import { PassesService } from './passes/passes.service.js';
import { PlaceIdentity } from './places/place-identity.service.js';
import { PlaceService } from './places/place.service.js';
import { PolledPlaces } from './places/polled-places.js';
import { PlaceStore } from './places/place.store.js';
import { DeviceCookie } from './places/device-cookie.js';
import { EndedAdmissions } from './passes/ended-admissions.service.js';
import { GroupService } from './places/group.service.js';
import { HandoffService } from './places/handoff.service.js';
import { PassesStore } from './passes/passes.store.js';
import { PushRepository } from './push/push.repository.js';
import { PushSender } from './push/push-sender.js';
import { PushService } from './push/push.service.js';
import { TurnMail } from './push/turn-mail.js';
import { TurnMailsStore } from './push/turn-mails.store.js';
import { ReceiptService } from './places/receipt.service.js';
import { StepUpStore } from './places/step-up.store.js';
import { StepUpService } from './entry/step-up.service.js';
import { QueueRepository } from './queue.repository.js';

/** The waiting room, one public service per capability; other rooms name the one they need. */
@Module({
  providers: [
    QueueRepository,
    LineStore,
    PlaceStore,
    LineRecordCache,
    LineReadings,
    EpochGuard,
    Reservations,
    EpochService,
    DrawService,
    BeaconSource,
    JoinService,
    PlainJoins,
    EntryService,
    AccessCodesService,
    IdentityService,
    EmailCodesStore,
    FormMailsStore,
    CardChecksStore,
    GroupPersons,
    PersonsRepository,
    MailStopsRepository,
    BusyNetworks,
    PersonPlaces,
    TourPersonsRepository,
    TourPlaces,
    AccountKeys,
    PublishedKeys,
    CodesRepository,
    GuessesStore,
    GuardedJoinStore,
    GuardedJoins,
    JoinCallsStore,
    RepeatedJoins,
    RepeatedGroupJoins,
    StepUpService,
    StepUpStore,
    ChallengeService,
    NetworkShares,
    PlaceIdentity,
    PlaceService,
    PolledPlaces,
    ClaimService,
    AdmissionService,
    PassesService,
    FiguresService,
    PassesStore,
    EndedAdmissions,
    HandoffService,
    GroupService,
    ReceiptService,
    DeviceCookie,
    PushRepository,
    PushSender,
    TurnMail,
    TurnMailsStore,
    PushService,
  ],
  exports: [
    // the line of a whole sale
    EpochService,
    EpochGuard,
    DrawService,
    AdmissionService,
    FiguresService,
    BusyNetworks,
    // ways in
    ChallengeService,
    AccessCodesService,
    IdentityService,
    EntryService,
    JoinService,
    GroupService,
    StepUpService,
    // places and their turns
    PlaceIdentity,
    PersonPlaces,
    PlaceService,
    HandoffService,
    ReceiptService,
    PushService,
    ClaimService,
    PassesService,
    EndedAdmissions,
    // for the waiting room's own doors and tasks only
    DeviceCookie,
    LineReadings,
    LineStore,
    QueueRepository,
  ],
})
export class QueueModule {}
